import BatchModel
import LedgerStore

/// Knows which messages are one row of a manifest: as it failed, and as it was corrected in a file to be sent again.
///
/// Corrected rows are few, so all of them are read at once, and what an enrolment joins is remembered here and written group by group.
final class RowVersions {
    /// A message that a row was written for.
    struct Original {
        let message: FoundMessage
        /// Its batch label at the same site, empty for none; nil at another site.
        let batch: String?
    }

    private struct Version {
        let message: Int64
        let recipient: UInt64
        let isServed: Bool
    }

    private let connection: Connection
    private let identity: CampaignIdentity
    private let campaigns: [(id: Int64, batch: String, reach: ClosedRange<Int64>?)]
    /// Messages from this number on are of the enrolment that asks.
    private let firstNew: Int64
    private var roots: [Int64: Int64] = [:]
    private var versions: [Int64: [Version]] = [:]
    private var joined: [(message: Int64, root: Int64)] = []

    init(_ identity: CampaignIdentity, in connection: Connection, firstNew: Int64 = .max) throws {
        self.connection = connection
        self.identity = identity
        self.firstNew = firstNew
        campaigns = try connection.query(
            "SELECT id, batch, lowest, highest FROM campaign WHERE site = $1 ORDER BY id", [identity.site]
        ).map { row in
            let lowest = row.optionalInteger(2)
            return (row.integer(0), row.text(1) ?? "", lowest.map { $0...max($0, row.integer(3)) })
        }
        for row in try connection.query(
            """
            SELECT message.id, root, recipient, state FROM row_version JOIN message ON message.id = row_version.message
            """
        ).map({ ($0.integer(0), $0.integer(1), $0.integer(2), try DeliveryState(stored: $0.integer(3))) }) {
            roots[row.0] = row.1
            versions[row.1, default: []].append(
                Version(message: row.0, recipient: UInt64(bitPattern: row.2), isServed: row.3.isServed))
        }
    }

    /// The messages that rows were written for; those that the ledger does not have are left out.
    func originals(of stated: [StatedRow]) throws -> [StatedRow: Original] {
        guard !stated.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT high, number, \(MessageReading.foundColumns)
            FROM (SELECT DISTINCT * FROM unnest($1::bigint[], $2::integer[]) AS asked (high, number)) AS wanted
                JOIN message ON key_high = high AND ordinal = number
            WHERE message.id < $3 ORDER BY high, number, key_low
            """, [stated.map { Int64(bitPattern: $0.digest) }, stated.map(\.ordinal), firstNew])
        let found = try rows.map { row in
            let message = try MessageReading.found(row, from: 2)
            let stated = StatedRow(digest: UInt64(bitPattern: row.integer(0)), ordinal: Int(row.integer(1)))
            return (stated, Original(message: message, batch: batch(of: message)))
        }
        return Dictionary(found) { first, _ in first }
    }

    /// Whether the recipient was served by another version of the message's row; `entry` is nil for a message the ledger does not
    /// have.
    func isServed(_ recipient: UInt64, besides entry: Int64?, _ original: Original?) -> Bool {
        if let message = original?.message, message.entry != entry, message.state.isServed,
            message.recipient == recipient
        {
            return true
        }
        let root = entry.flatMap { roots[$0] } ?? original.map { roots[$0.message.entry] ?? $0.message.entry }
        guard let root else { return false }
        return versions[root, default: []].contains {
            $0.message != entry && $0.isServed && $0.recipient == recipient
        }
    }

    /// Remembers that a message is a version of the row of another; `found` is nil for one that is new.
    func join(_ entry: Int64, _ found: FoundMessage?, recipient: UInt64, to original: Original) {
        let first = original.message
        guard entry != first.entry else { return }
        let root = roots[first.entry] ?? first.entry
        let own = Version(message: entry, recipient: recipient, isServed: found?.state.isServed ?? false)
        let oldest = Version(message: root, recipient: first.recipient, isServed: first.state.isServed)
        for version in [oldest, own] where roots[version.message] == nil {
            roots[version.message] = root
            versions[root, default: []].append(version)
            joined.append((version.message, root))
        }
    }

    /// Writes what was joined since the last time.
    func flush() throws {
        guard !joined.isEmpty else { return }
        try connection.query(
            """
            INSERT INTO row_version (message, root) SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING
            """, [joined.map(\.message), joined.map(\.root)])
        joined = []
    }

    /// One that was never tried has no campaign, but stands among the messages of those that enrolled it.
    private func batch(of message: FoundMessage) -> String? {
        let labels = campaigns.filter { campaign in
            message.campaign.map { $0 == campaign.id } ?? campaign.reach?.contains(message.entry) ?? false
        }.map(\.batch)
        let own = identity.batch ?? ""
        return labels.contains { $0.utf8.elementsEqual(own.utf8) } ? own : labels.first
    }
}
