import BatchModel
import LedgerStore

/// Counts rows that a report has no line about and that are new to the ledger. Memory: a few thousand rows.
struct UnlistedRows {
    private static let batchSize = 4_096

    private let ledger: any Ledger
    private var rows: [MessageToSend] = []
    private var count = 0

    /// Looks them up in a ledger, which must not be written meanwhile.
    init(_ ledger: any Ledger) { self.ledger = ledger }

    /// Adds a row without a line.
    mutating func add(_ digest: RowDigest, _ earlier: EarlierSpellings?) throws {
        rows.append(MessageToSend(MessageIdentity(digest), earlier: earlier))
        if rows.count == Self.batchSize { try look() }
    }

    /// How many there are; call it after all rows.
    mutating func total() throws -> Int {
        try look()
        return count
    }

    private mutating func look() throws {
        count += try ledger.countNew(among: rows)
        rows.removeAll(keepingCapacity: true)
    }
}
