import BatchModel
import GRDB
import LedgerStore

/// Reads messages by number.
struct EntryReader {
    private let messages: PreparedStatement

    init(in database: Database) throws {
        messages = try PreparedStatement(
            """
            SELECT id, key_high, key_low, ordinal, state, attempts, finished_at, duration, http_status,
                error_key, error_message, campaign
            FROM message WHERE id BETWEEN ?1 AND ?2 ORDER BY id
            """, in: database)
    }

    /// One message; nil when the ledger has none of this number.
    func read(_ entry: Int64) throws -> LedgerEntry? {
        messages.bind(entry, at: 1)
        messages.bind(entry, at: 2)
        defer { messages.reset() }
        return try messages.step() ? self.entry() : nil
    }

    /// Consecutive messages in order, each with its offset. All of them must be there.
    func forEach(
        from first: Int64, count: Int, _ body: (_ offset: Int, LedgerEntry) throws -> Void
    ) throws {
        messages.bind(first, at: 1)
        messages.bind(first + Int64(count) - 1, at: 2)
        defer { messages.reset() }
        for offset in 0..<count {
            guard try messages.step(), messages.integer(0) == first + Int64(offset) else {
                throw Self.missing(first + Int64(offset))
            }
            try body(offset, try entry())
        }
    }

    /// What to throw when a plan names a message that is not there.
    static func missing(_ entry: Int64) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "message \(entry) is missing")
    }

    private func entry() throws -> LedgerEntry {
        let key = MessageKey(
            high: UInt64(bitPattern: messages.integer(1)), low: UInt64(bitPattern: messages.integer(2)))
        return LedgerEntry(
            id: messages.integer(0), identity: MessageIdentity(key: key, ordinal: Int(messages.integer(3))),
            state: try DeliveryState(stored: messages.integer(4)),
            trace: AttemptTrace(
                attempts: Int(messages.integer(5)), httpStatus: messages.optionalInteger(8).map { Int($0) },
                errorKey: messages.text(9), errorMessage: messages.text(10),
                finishedAtMilliseconds: messages.optionalInteger(6),
                durationMilliseconds: messages.optionalInteger(7).map { Int($0) }),
            campaign: messages.optionalInteger(11))
    }
}
