import BatchModel
import GRDB

/// Finds messages by identity, whichever file enrolled them.
struct EntryFinder {
    private let cursor: PreparedStatement

    init(in database: Database) throws {
        cursor = try PreparedStatement(
            """
            SELECT message.id, message.state, message.finished_at
            FROM identity JOIN message ON message.id = identity.message
            WHERE identity.key_high = ?1 AND identity.key_low = ?2 AND identity.ordinal = ?3
            """, in: database)
    }

    /// The entry's number, state and time; nil when the ledger has no such message.
    func find(_ identity: MessageIdentity) throws -> (entry: Int64, state: DeliveryState, finishedAt: Int64?)? {
        cursor.bind(Int64(bitPattern: identity.key.high), at: 1)
        cursor.bind(Int64(bitPattern: identity.key.low), at: 2)
        cursor.bind(identity.ordinal, at: 3)
        defer { cursor.reset() }
        guard try cursor.step() else { return nil }
        return (cursor.integer(0), try DeliveryState(stored: cursor.integer(1)), cursor.optionalInteger(2))
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
