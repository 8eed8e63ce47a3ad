import BatchModel
import GRDB
import LedgerStore

/// The messages a campaign sent, or may have sent, or counted as sent when another had.
struct ServedMessages {
    private let selection: PreparedStatement

    /// Those it sent itself; nil when there are none.
    init?(of campaign: Int64, in database: Database) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT lowest, highest FROM campaign WHERE id = ?", arguments: [campaign])
        guard let lowest: Int64 = row?["lowest"], let highest: Int64 = row?["highest"] else { return nil }
        selection = try PreparedStatement(
            """
            SELECT id, recipient, finished_at, state FROM message
            WHERE id BETWEEN ?1 AND ?2 AND campaign = ?3 AND state IN (\(DeliveryState.sqlList(\.isServed)))
            """, in: database)
        selection.bind(lowest, at: 1)
        selection.bind(highest, at: 2)
        selection.bind(campaign, at: 3)
        defer { selection.reset() }
        guard try selection.step() else { return nil }
    }

    /// Those it counted as sent; nil when there are none.
    init?(countedBy campaign: Int64, in database: Database) throws {
        guard try LedgerSchema.hasTaken(step: 2, in: database) else { return nil }
        selection = try PreparedStatement(
            """
            SELECT id, recipient, finished_at, state FROM counted JOIN message ON message.id = counted.message
            WHERE counted.campaign = ?1 AND state IN (\(DeliveryState.sqlList(\.isServed)))
            """, in: database)
        selection.bind(campaign, at: 1)
        defer { selection.reset() }
        guard try selection.step() else { return nil }
    }

    /// Those that anybody sent.
    init(everybodysIn database: Database) throws {
        selection = try PreparedStatement(
            """
            SELECT id, recipient, finished_at, state FROM message
            WHERE state IN (\(DeliveryState.sqlList(\.isServed)))
            """, in: database)
    }

    /// Visits them.
    func forEach(_ body: (ServedMessage) throws -> Void) throws {
        defer { selection.reset() }
        while try selection.step() {
            try body(
                ServedMessage(
                    entry: selection.integer(0), recipient: UInt64(bitPattern: selection.integer(1)),
                    finishedAt: selection.optionalInteger(2),
                    isSent: selection.integer(3) == DeliveryState.sent.rawValue))
        }
    }
}
