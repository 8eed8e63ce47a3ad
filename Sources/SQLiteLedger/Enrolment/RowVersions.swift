import BatchModel
import GRDB
import LedgerStore

/// Knows which messages are one row of a manifest: as it failed, and as it was corrected in a file to be sent again.
///
/// One of them is enough: another one would be a second message to whom the row is for. Versions for other people do not count.
final class RowVersions {
    /// A message that a row was written for.
    struct Original {
        /// The message's number.
        var entry: Int64
        /// Where it stands.
        var state: DeliveryState
        /// The digest of its recipient.
        var recipient: UInt64
        /// Its batch label at the same site, empty for none; nil at another site.
        var batch: String?
    }

    private let database: Database
    private let identity: CampaignIdentity
    private let originals: PreparedStatement
    private let roots: PreparedStatement
    private let served: PreparedStatement
    private let servedOne: PreparedStatement
    private let isWriting: Bool
    /// Whether the ledger has a corrected row.
    private var hasVersions: Bool
    /// What a preview would join, of messages the ledger has: the root of each, and the messages of each root.
    private var previewed: (roots: [Int64: Int64], versions: [Int64: [Int64]]) = ([:], [:])

    /// Nil for a ledger that is too old to know, or for messages of no campaign. Without `isWriting` what is joined is remembered
    /// here alone.
    init?(_ identity: CampaignIdentity?, in database: Database, isWriting: Bool = false) throws {
        guard let identity, try LedgerSchema.hasTaken(step: 3, in: database) else { return nil }
        self.database = database
        self.identity = identity
        self.isWriting = isWriting
        hasVersions = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM row_version)") ?? true
        originals = try PreparedStatement(
            """
            SELECT message.id, message.state, message.campaign, message.recipient
            FROM identity JOIN message ON message.id = identity.message
            WHERE identity.key_high = ?1 AND identity.ordinal = ?2
            """, in: database)
        roots = try PreparedStatement("SELECT root FROM row_version WHERE message = ?1", in: database)
        served = try PreparedStatement(
            """
            SELECT 1 FROM row_version JOIN message ON message.id = row_version.message
            WHERE row_version.root = ?1 AND message.id <> ?2 AND message.recipient = ?3
                AND message.state IN (\(DeliveryState.sqlList(\.isServed)))
            """, in: database)
        servedOne = try PreparedStatement(
            "SELECT 1 FROM message WHERE id = ?1 AND recipient = ?2 AND state IN (\(DeliveryState.sqlList(\.isServed)))",
            in: database)
    }

    /// The message a row was written for; nil when the ledger does not have it.
    func original(_ stated: StatedRow) throws -> Original? {
        originals.bind(Int64(bitPattern: stated.digest), at: 1)
        originals.bind(stated.ordinal, at: 2)
        defer { originals.reset() }
        guard try originals.step() else { return nil }
        let entry = originals.integer(0)
        return Original(
            entry: entry, state: try DeliveryState(stored: originals.integer(1)),
            recipient: UInt64(bitPattern: originals.integer(3)),
            batch: try batch(of: entry, originals.optionalInteger(2)))
    }

    /// Whether the recipient was served by another version of the message's row; `entry` is nil for a message the ledger does not
    /// have.
    func isServed(_ recipient: UInt64, besides entry: Int64?, _ original: Original?) throws -> Bool {
        if let original, original.entry != entry, original.state.isServed, original.recipient == recipient {
            return true
        }
        guard hasVersions, let root = try entry.flatMap(root) ?? original.map({ try root($0.entry) ?? $0.entry }) else {
            return false
        }
        served.bind(root, at: 1)
        served.bind(entry ?? 0, at: 2)
        served.bind(Int64(bitPattern: recipient), at: 3)
        defer { served.reset() }
        return try served.step()
            || previewed.versions[root, default: []].contains { try $0 != entry && isServed(recipient, by: $0) }
    }

    private func isServed(_ recipient: UInt64, by entry: Int64) throws -> Bool {
        servedOne.bind(entry, at: 1)
        servedOne.bind(Int64(bitPattern: recipient), at: 2)
        defer { servedOne.reset() }
        return try servedOne.step()
    }

    /// Remembers that a message is a version of the row of another.
    func join(_ entry: Int64, to original: Original) throws {
        guard entry != original.entry else { return }
        hasVersions = true
        let root = try root(original.entry) ?? original.entry
        guard isWriting else {
            for message in [root, entry] where try self.root(message) == nil {
                previewed.roots[message] = root
                previewed.versions[root, default: []].append(message)
            }
            return
        }
        for message in [root, entry] {
            try database.execute(
                sql: "INSERT OR IGNORE INTO row_version (message, root) VALUES (?, ?)", arguments: [message, root])
        }
    }

    private func root(_ entry: Int64) throws -> Int64? {
        if let root = previewed.roots[entry] { return root }
        roots.bind(entry, at: 1)
        defer { roots.reset() }
        return try roots.step() ? roots.integer(0) : nil
    }

    /// One that was never tried has no campaign, but stands among the messages of those that enrolled it.
    private func batch(of entry: Int64, _ campaign: Int64?) throws -> String? {
        let condition = campaign == nil ? "?1 BETWEEN lowest AND highest" : "id = ?1"
        let labels = try String.fetchAll(
            database, sql: "SELECT batch FROM campaign WHERE \(condition) AND site = ?2 ORDER BY id",
            arguments: [campaign ?? entry, identity.site])
        return labels.contains(identity.batch ?? "") ? identity.batch ?? "" : labels.first
    }
}
