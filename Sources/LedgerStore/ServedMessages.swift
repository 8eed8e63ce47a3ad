import BatchModel
import GRDB

/// The messages a campaign sent, or may have sent.
struct ServedMessages {
    private let selection: PreparedStatement

    /// Nil when there are none.
    init?(of campaign: Campaign, in database: Database) throws {
        let row = try Row.fetchOne(
            database, sql: "SELECT lowest, highest FROM campaign WHERE id = ?", arguments: [campaign.id])
        guard let lowest: Int64 = row?["lowest"], let highest: Int64 = row?["highest"] else { return nil }
        selection = try PreparedStatement(
            """
            SELECT id, recipient FROM message
            WHERE id BETWEEN ?1 AND ?2 AND campaign = ?3 AND state IN (\(DeliveryState.sqlList(\.isServed)))
            """, in: database)
        selection.bind(lowest, at: 1)
        selection.bind(highest, at: 2)
        selection.bind(campaign.id, at: 3)
        defer { selection.reset() }
        guard try selection.step() else { return nil }
    }

    /// Visits them in the order of their numbers.
    func forEach(_ body: (_ entry: Int64, _ recipient: UInt64) throws -> Void) throws {
        defer { selection.reset() }
        while try selection.step() {
            try body(selection.integer(0), UInt64(bitPattern: selection.integer(1)))
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
