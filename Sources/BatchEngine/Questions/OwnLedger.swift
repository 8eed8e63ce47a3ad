import LedgerStore

/// What the ledger of a run knows, to be compared with what the registry says of other ledgers.
struct OwnLedger: Sendable {
    /// Its real path.
    var path = ""
    /// Tells its file from others; nil when there is none yet.
    var file: String?
    /// The runs it knew before this one.
    var runs = KnownRuns()
    /// The campaign that this run is of.
    let identity: CampaignIdentity

    /// A ledger that knows nothing yet.
    init(_ identity: CampaignIdentity) { self.identity = identity }

    /// The ledger before the run changes it; there need not be one at `place` yet.
    init(_ identity: CampaignIdentity, _ ledger: Ledger?, at place: String) throws {
        self.identity = identity
        path = ledger?.path ?? BatchRecord.realPath(place)
        guard let ledger else { return }
        file = ledger.file
        runs = try ledger.runs(site: identity.site, batch: identity.batch)
    }

    /// Whether a record is of a run through this ledger, or through one that was at its place; a ledger that was given another
    /// name is the same.
    func isLedger(of record: SendingRecord) -> Bool {
        record.ledger == path || record.file.map { $0 == file } ?? false
    }

    /// What was served from the file as far as this ledger knows, by what is on disk: while it is being written, what it was before.
    func served() throws -> ServedSum {
        guard let ledger = try Ledger.openForReading(at: path) else { return ServedSum() }
        defer { ledger.close() }
        return try ledger.served(identity)
    }
}
