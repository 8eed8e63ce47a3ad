import BatchModel
import GRDB
import LedgerStore

/// Adds messages to the ledger.
final class MessageWriter {
    private let firstNew: Int64
    private var nextNew: Int64
    private let insertion: PreparedStatement
    private let renaming: PreparedStatement

    init(in database: Database) throws {
        firstNew = (try Int64.fetchOne(database, sql: "SELECT max(id) FROM message") ?? 0) + 1
        nextNew = firstNew
        insertion = try PreparedStatement(
            """
            INSERT INTO message (id, key_high, key_low, ordinal, recipient, state, attempts)
            VALUES (?1, ?2, ?3, ?4, ?5, \(DeliveryState.pending.rawValue), 0)
            """, in: database)
        renaming = try PreparedStatement("UPDATE message SET recipient = ?2 WHERE id = ?1", in: database)
    }

    /// Gives a message of the earlier rule the digest that its recipient has now.
    func update(_ entry: Int64, recipient: UInt64) throws {
        renaming.bind(entry, at: 1)
        renaming.bind(Int64(bitPattern: recipient), at: 2)
        try renaming.run()
    }

    /// Adds a pending message and returns its number. It cannot be found by content before `index`.
    func insert(_ identity: MessageIdentity, recipient: UInt64) throws -> Int64 {
        let entry = nextNew
        insertion.bind(entry, at: 1)
        insertion.bind(Int64(bitPattern: identity.key.high), at: 2)
        insertion.bind(Int64(bitPattern: identity.key.low), at: 3)
        insertion.bind(identity.ordinal, at: 4)
        insertion.bind(Int64(bitPattern: recipient), at: 5)
        try insertion.run()
        nextNew += 1
        return entry
    }

    /// Makes what was inserted known by content.
    ///
    /// In key order, because keys are random: one by one they would touch most pages of the index many times over.
    func index(in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO identity (key_high, key_low, ordinal, message)
                SELECT key_high, key_low, ordinal, id FROM message WHERE id >= ?
                ORDER BY key_high, key_low, ordinal
                """,
            arguments: [firstNew])
    }
}
