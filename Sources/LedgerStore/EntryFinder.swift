import BatchModel
import GRDB

/// Finds messages by identity, whichever file enrolled them.
struct EntryFinder {
    /// A message's number, state and time.
    typealias Found = (entry: Int64, state: DeliveryState, finishedAt: Int64?)

    private let selection: PreparedStatement
    /// Whether there was anything to find when the finder was made; what is enrolled meanwhile is found by nobody.
    private let hasEntries: Bool

    init(in database: Database) throws {
        hasEntries = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM identity)") ?? true
        selection = try PreparedStatement(
            """
            SELECT message.id, message.state, message.finished_at
            FROM identity JOIN message ON message.id = identity.message
            WHERE identity.key_high = ?1 AND identity.key_low = ?2 AND identity.ordinal = ?3
            """, in: database)
    }

    /// The message; nil when the ledger has none of this identity.
    func find(_ identity: MessageIdentity) throws -> Found? {
        guard hasEntries else { return nil }
        selection.bind(Int64(bitPattern: identity.key.high), at: 1)
        selection.bind(Int64(bitPattern: identity.key.low), at: 2)
        selection.bind(identity.ordinal, at: 3)
        defer { selection.reset() }
        guard try selection.step() else { return nil }
        return (selection.integer(0), try DeliveryState(stored: selection.integer(1)), selection.optionalInteger(2))
    }
}

extension DeliveryState {
    /// Reads a state as the ledger stores it.
    init(stored value: Int64) throws {
        guard let state = DeliveryState(rawValue: Int(value)) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "a message is in state \(value), which does not exist")
        }
        self = state
    }
}
