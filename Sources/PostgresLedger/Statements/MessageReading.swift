import BatchModel
import LedgerStore

/// Reads messages as others know them.
enum MessageReading {
    /// The columns of `entry`.
    static let columns = """
        message.id, message.key_high, message.key_low, message.ordinal, message.state, message.attempts, message.finished_at,
        message.duration, message.http_status, message.error_key, message.error_message, message.campaign
        """

    /// The columns of `found`.
    static let foundColumns = "message.id, message.state, message.finished_at, message.campaign, message.recipient"

    /// The message of a row that begins with `columns`.
    static func entry(_ row: PostgresRow) throws -> LedgerEntry {
        LedgerEntry(
            id: row.integer(0), identity: identity(row, from: 1), state: try DeliveryState(stored: row.integer(4)),
            trace: AttemptTrace(
                attempts: Int(row.integer(5)), httpStatus: row.optionalInteger(8).map(Int.init), errorKey: row.text(9),
                errorMessage: row.text(10), finishedAtMilliseconds: row.optionalInteger(6),
                durationMilliseconds: row.optionalInteger(7).map(Int.init)),
            campaign: row.optionalInteger(11))
    }

    /// What makes a message: three columns from one on.
    static func identity(_ row: PostgresRow, from column: Int32) -> MessageIdentity {
        let key = MessageKey(
            high: UInt64(bitPattern: row.integer(column)), low: UInt64(bitPattern: row.integer(column + 1)))
        return MessageIdentity(key: key, ordinal: Int(row.integer(column + 2)))
    }

    /// The message of columns `foundColumns`, from one on.
    static func found(_ row: PostgresRow, from column: Int32 = 0) throws -> FoundMessage {
        FoundMessage(
            entry: row.integer(column), state: try DeliveryState(stored: row.integer(column + 1)),
            finishedAt: row.optionalInteger(column + 2), campaign: row.optionalInteger(column + 3),
            recipient: UInt64(bitPattern: row.integer(column + 4)))
    }
}

extension Connection {
    private static let wanted = """
        FROM unnest($1::bigint[], $2::bigint[], $3::integer[]) WITH ORDINALITY AS wanted (high, low, number, place)
            JOIN message ON key_high = high AND key_low = low AND ordinal = number
        """

    /// Messages by their identities, by their places in the list; what the ledger does not have is left out. `before`: only those of
    /// lower numbers.
    func find(_ identities: [MessageIdentity], before number: Int64 = .max) throws -> [Int: FoundMessage] {
        guard !identities.isEmpty else { return [:] }
        let rows = try query(
            "SELECT place, \(MessageReading.foundColumns) \(Self.wanted) WHERE message.id < $4",
            Self.parameters(identities) + [number])
        return Dictionary(try rows.map { (Int($0.integer(0)) - 1, try MessageReading.found($0, from: 1)) }) {
            first, _ in
            first
        }
    }

    /// The same in full.
    func entries(_ identities: [MessageIdentity]) throws -> [Int: LedgerEntry] {
        guard !identities.isEmpty else { return [:] }
        let rows = try query(
            "SELECT \(MessageReading.columns), place \(Self.wanted)", Self.parameters(identities))
        return Dictionary(try rows.map { (Int($0.integer(12)) - 1, try MessageReading.entry($0)) }) { first, _ in first
        }
    }

    private static func parameters(_ identities: [MessageIdentity]) -> [any SQLParameter] {
        [
            identities.map { Int64(bitPattern: $0.key.high) }, identities.map { Int64(bitPattern: $0.key.low) },
            identities.map(\.ordinal),
        ]
    }
}
