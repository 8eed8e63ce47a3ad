import BatchModel
import GRDB
import LedgerStore

/// The messages a campaign sent, or may have sent, or counted as sent when another had.
struct ServedMessages {
    /// One of them.
    struct Message {
        /// Its number.
        var entry: Int64
        /// The digest of its recipient.
        var recipient: UInt64
        /// When the last attempt ended, in milliseconds since 1970 (UTC).
        var finishedAt: Int64?
        /// Whether it was sent for certain.
        var isSent: Bool
    }

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
    private init?(countedBy campaign: Int64, in database: Database) throws {
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

    /// Everything that was served from a campaign's file.
    static func all(of campaign: Int64, in database: Database) throws -> [ServedMessages] {
        [try ServedMessages(of: campaign, in: database), try ServedMessages(countedBy: campaign, in: database)]
            .compactMap { $0 }
    }

    /// Visits them.
    func forEach(_ body: (Message) throws -> Void) throws {
        defer { selection.reset() }
        while try selection.step() {
            try body(
                Message(
                    entry: selection.integer(0), recipient: UInt64(bitPattern: selection.integer(1)),
                    finishedAt: selection.optionalInteger(2),
                    isSent: selection.integer(3) == DeliveryState.sent.rawValue))
        }
    }
}

extension DeliveryState {
    /// Whether the recipient has, or may have, the message.
    var isServed: Bool {
        switch self {
        case .claimed, .sent, .unknown: true
        case .pending, .rejected, .notSent: false
        }
    }

    /// The raw values of the states that pass, for an SQL list.
    static func sqlList(_ isIncluded: (DeliveryState) -> Bool) -> String {
        allCases.filter(isIncluded).map { "\($0.rawValue)" }.joined(separator: ", ")
    }
}
