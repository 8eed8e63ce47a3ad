import LedgerStore

/// What the ledger of a run knows, to be compared with what the registry says of other ledgers.
struct OwnLedger: Sendable {
    /// How it is named to other runs.
    var name = ""
    /// Tells it from others; nil when there is none yet.
    var fingerprint: String?
    /// The runs it knew before this one.
    var runs = KnownRuns()
    /// The moves that it took in.
    private var tokens: Set<String> = []
    /// The campaign that this run is of.
    let identity: CampaignIdentity
    private let ledgers: any LedgerOpener

    /// A ledger that knows nothing yet.
    init(_ identity: CampaignIdentity, _ ledgers: any LedgerOpener) {
        self.identity = identity
        self.ledgers = ledgers
    }

    /// The ledger before the run changes it; there need not be one at `place` yet.
    init(
        _ identity: CampaignIdentity, _ ledger: (any Ledger)?, at place: LedgerAddress, _ ledgers: any LedgerOpener
    ) throws {
        self.init(identity, ledgers)
        name = ledger?.displayName ?? Self.name(of: place)
        guard let ledger else { return }
        fingerprint = ledger.fingerprint
        tokens = Set(try ledger.tokens())
        runs = try ledger.knownRuns(site: identity.site, batch: identity.batch)
    }

    /// Whether a record is of a ledger that was moved to this one, as that one says itself.
    func hasTakenIn(_ record: SendingRecord) -> Bool {
        guard !tokens.isEmpty, let ledger = try? ledgers.openForReading(LedgerAddress(record.ledger)) else {
            return false
        }
        defer { ledger.close() }
        return hasTakenIn(ledger)
    }

    /// Whether a ledger was moved to this one, which knows all that it knew.
    func hasTakenIn(_ ledger: any Ledger) -> Bool {
        guard !tokens.isEmpty else { return false }
        return (try? ledger.moved()).flatMap(\.self).map { tokens.contains($0.token) } ?? false
    }

    /// How a ledger at an address is named, where there need not be one yet.
    static func name(of address: LedgerAddress) -> String {
        address.path.map(BatchRecord.realPath) ?? address.description
    }

    /// Whether a record is of a run through this ledger, or through one that was at its place; a ledger that was given another
    /// name is the same.
    func isLedger(of record: SendingRecord) -> Bool {
        record.ledger == name || record.file.map { $0 == fingerprint } ?? false
    }

    /// What was served from the file as far as this ledger knows, by what is on disk: while it is being written, what it was before.
    func served() throws -> ServedSum {
        guard let ledger = try ledgers.openForReading(LedgerAddress(name)) else { return ServedSum() }
        defer { ledger.close() }
        return try ledger.served(identity)
    }
}
