import BatchModel
import GRDB
import LedgerStore

/// Finds messages that the ledger knows by a key of the earlier rule, and gives them the key they have now.
///
/// All spellings of one message are one message now. Those the ledger has take the free ordinals of the present key in the order of
/// their spellings and ordinals, so that as many rows of the manifest as were enrolled before meet what became of them. Where
/// the ledger is only read, the same is worked out and nothing written.
struct EarlierMessages {
    private typealias Known = (key: MessageKey, ordinal: Int64, message: Int64)

    private let selection: PreparedStatement
    private let newOrdinals: PreparedStatement
    private let newOrdinal: PreparedStatement
    private let moves: (identity: PreparedStatement, message: PreparedStatement)?

    /// Nil when the ledger never had a message of the earlier rule.
    init?(in database: Database, isWriting: Bool) throws {
        guard try Self.lastMessage(in: database) != nil else { return nil }
        try database.execute(
            sql: """
                CREATE TEMP TABLE IF NOT EXISTS new_ordinal (
                    key_high INTEGER NOT NULL, key_low INTEGER NOT NULL, ordinal INTEGER NOT NULL,
                    PRIMARY KEY (key_high, key_low, ordinal)) WITHOUT ROWID;
                DELETE FROM new_ordinal;
                """)
        selection = try PreparedStatement(
            "SELECT ordinal, message FROM identity WHERE key_high = ?1 AND key_low = ?2 ORDER BY ordinal", in: database)
        newOrdinals = try PreparedStatement(
            "SELECT ordinal FROM new_ordinal WHERE key_high = ?1 AND key_low = ?2", in: database)
        newOrdinal = try PreparedStatement("INSERT OR IGNORE INTO new_ordinal VALUES (?1, ?2, ?3)", in: database)
        moves =
            isWriting
            ? (
                try PreparedStatement(
                    """
                    UPDATE identity SET key_high = ?1, key_low = ?2, ordinal = ?3
                    WHERE key_high = ?4 AND key_low = ?5 AND ordinal = ?6
                    """, in: database),
                try PreparedStatement(
                    "UPDATE message SET key_high = ?1, key_low = ?2, ordinal = ?3 WHERE id = ?4", in: database)
            ) : nil
    }

    /// The last message that may be known by a key of the earlier rule; nil when there is none.
    static func lastMessage(in database: Database) throws -> Int64? {
        let sql =
            try LedgerSchema.hasTaken(step: 2, in: database)
            ? "SELECT last_message FROM earlier_rule" : "SELECT max(id) FROM message"
        return try Int64.fetchOne(database, sql: sql)
    }

    /// The number of the message of this identity, whatever it was called; nil when the ledger has none.
    func find(_ identity: MessageIdentity, spelled keys: [MessageKey]) throws -> Int64? {
        var present: [Int64: Int64] = [:]
        for known in try messages(of: identity.key) { present[known.ordinal] = known.message }
        var free: Int64 = 1
        let taken = Set(present.keys).union(try ordinals(newlyGivenTo: identity.key))
        for known in try keys.flatMap(messages) {
            while taken.contains(free) { free += 1 }
            try move(known, to: identity.key, free)
            present[free] = known.message
            free += 1
        }
        return present[Int64(identity.ordinal)]
    }

    /// Remembers an identity that the ledger did not have and gets now, which no later row's message may take.
    func noteNew(_ identity: MessageIdentity) throws {
        newOrdinal.bind(Int64(bitPattern: identity.key.high), at: 1)
        newOrdinal.bind(Int64(bitPattern: identity.key.low), at: 2)
        newOrdinal.bind(identity.ordinal, at: 3)
        try newOrdinal.run()
    }

    private func messages(of key: MessageKey) throws -> [Known] {
        var found: [Known] = []
        selection.bind(Int64(bitPattern: key.high), at: 1)
        selection.bind(Int64(bitPattern: key.low), at: 2)
        defer { selection.reset() }
        while try selection.step() { found.append((key, selection.integer(0), selection.integer(1))) }
        return found
    }

    private func ordinals(newlyGivenTo key: MessageKey) throws -> [Int64] {
        var found: [Int64] = []
        newOrdinals.bind(Int64(bitPattern: key.high), at: 1)
        newOrdinals.bind(Int64(bitPattern: key.low), at: 2)
        defer { newOrdinals.reset() }
        while try newOrdinals.step() { found.append(newOrdinals.integer(0)) }
        return found
    }

    private func move(_ known: Known, to key: MessageKey, _ ordinal: Int64) throws {
        guard let moves else { return }
        for statement in [moves.identity, moves.message] {
            statement.bind(Int64(bitPattern: key.high), at: 1)
            statement.bind(Int64(bitPattern: key.low), at: 2)
            statement.bind(ordinal, at: 3)
        }
        moves.identity.bind(Int64(bitPattern: known.key.high), at: 4)
        moves.identity.bind(Int64(bitPattern: known.key.low), at: 5)
        moves.identity.bind(known.ordinal, at: 6)
        moves.message.bind(known.message, at: 4)
        try moves.identity.run()
        try moves.message.run()
    }
}
