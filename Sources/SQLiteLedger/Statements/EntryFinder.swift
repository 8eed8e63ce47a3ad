import BatchModel
import GRDB
import LedgerStore

/// Finds messages by identity, whichever file enrolled them.
struct EntryFinder {
    static let columns = "message.id, message.state, message.finished_at, message.campaign, message.recipient"

    private let byIdentity: PreparedStatement
    private let byNumber: PreparedStatement
    private let earlier: EarlierMessages?
    /// Whether there was anything to find when the finder was made; what is enrolled meanwhile is found by nobody.
    private let hasEntries: Bool

    /// With `isWriting`, messages found by an earlier spelling get the key they have now.
    init(in database: Database, isWriting: Bool = false) throws {
        hasEntries = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM identity)") ?? true
        byIdentity = try PreparedStatement(
            """
            SELECT \(Self.columns) FROM identity JOIN message ON message.id = identity.message
            WHERE identity.key_high = ?1 AND identity.key_low = ?2 AND identity.ordinal = ?3
            """, in: database)
        byNumber = try PreparedStatement("SELECT \(Self.columns) FROM message WHERE id = ?1", in: database)
        earlier = try EarlierMessages(in: database, isWriting: isWriting)
    }

    /// The message; nil when the ledger has none of this identity.
    func find(_ identity: MessageIdentity, _ spellings: EarlierSpellings? = nil) throws -> FoundMessage? {
        guard hasEntries else { return nil }
        if let earlier, let keys = spellings?.keys, !keys.isEmpty {
            guard let number = try earlier.find(identity, spelled: keys) else { return nil }
            byNumber.bind(number, at: 1)
            return try read(byNumber)
        }
        byIdentity.bind(Int64(bitPattern: identity.key.high), at: 1)
        byIdentity.bind(Int64(bitPattern: identity.key.low), at: 2)
        byIdentity.bind(identity.ordinal, at: 3)
        return try read(byIdentity)
    }

    /// The message of this number.
    func find(entry: Int64) throws -> FoundMessage? {
        byNumber.bind(entry, at: 1)
        return try read(byNumber)
    }

    /// Remembers an identity that was not found and is enrolled now.
    func noteNew(_ identity: MessageIdentity, _ spellings: EarlierSpellings?) throws {
        guard hasEntries, let earlier, spellings?.keys.isEmpty == false else { return }
        try earlier.noteNew(identity)
    }

    private func read(_ selection: PreparedStatement) throws -> FoundMessage? {
        defer { selection.reset() }
        return try selection.step() ? try FoundMessage(selection) : nil
    }
}

extension FoundMessage {
    /// Reads the row a statement stands on, whose columns are `EntryFinder.columns`.
    init(_ selection: PreparedStatement) throws {
        self.init(
            entry: selection.integer(0), state: try DeliveryState(stored: selection.integer(1)),
            finishedAt: selection.optionalInteger(2), campaign: selection.optionalInteger(3),
            recipient: UInt64(bitPattern: selection.integer(4)))
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
