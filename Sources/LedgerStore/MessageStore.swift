import BatchModel

/// The messages of a ledger, whichever file enrolled them.
package protocol MessageStore: Sendable {
    /// Messages by their identities, in the order asked; nil where the ledger has no such message. `earlier` is what a ledger of
    /// the earlier rule may call one.
    func lookup(_ rows: [(identity: MessageIdentity, earlier: EarlierSpellings?)]) throws -> [LedgerEntry?]

    /// Messages by their numbers; numbers the ledger does not have are left out.
    func entries(numbered numbers: [Int64]) throws -> [Int64: LedgerEntry]

    /// Whether the ledger may know messages by names of the earlier rule, so that rows' `EarlierSpellings` matter.
    func mayHoldEarlierNames() throws -> Bool

    /// What was served from a campaign's file, by this ledger: everything that was sent or may have been, also what a person found
    /// not to have arrived, and what other files served of its rows. Nothing for a campaign the ledger does not have.
    ///
    /// Takes about a second for ten million messages.
    func served(_ identity: CampaignIdentity) throws -> ServedSum

    /// Who of some people was served through a site and batch, whichever file they were in; nil when nobody was.
    func served(
        _ people: RecipientSet, site: String, batch: String?
    ) throws -> EnrolmentSummary.ServedElsewhere?

    /// Adds up what this ledger holds of messages of a batch; `alive` is the campaign that a run is sending through it right now.
    ///
    /// Of a corrected row it holds what it holds of the row it was, while that is for the same recipient.
    func count(
        _ rows: [MessageToSend], site: String, batch: String?, alive: Campaign?, in held: inout HeldMessages) throws

    /// The keys with which messages of a campaign are refused now, the earliest first, at most 64 of them.
    func refusals(of campaign: Campaign) throws -> [EarlierRefusal]
}

extension MessageStore {
    /// A message by its identity, whichever file enrolled it; nil when the ledger has no such message.
    package func lookup(_ identity: MessageIdentity) throws -> LedgerEntry? { try lookup([identity])[0] }

    /// Messages by their identities, in the order asked; nil where the ledger has no such message.
    package func lookup(_ identities: [MessageIdentity]) throws -> [LedgerEntry?] {
        try lookup(identities.map { ($0, nil) })
    }

    /// How many of these rows are new to the ledger: it does not have them, or never tried them.
    package func countNew(among rows: [MessageToSend]) throws -> Int {
        try lookup(rows.map { ($0.identity, $0.earlier) }).count { $0?.state ?? .pending == .pending }
    }
}
