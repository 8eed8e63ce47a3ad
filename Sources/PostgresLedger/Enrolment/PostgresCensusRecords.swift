import BatchModel
import LedgerStore

/// What a census asks a PostgreSQL ledger for, in the transaction of a connection.
struct PostgresCensusRecords: CensusRecords {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private static let isServed = "state IN (\(DeliveryState.sqlList(\.isServed)))"
    private static let own = """
        FROM message JOIN campaign ON campaign.id = $1 AND message.id BETWEEN lowest AND highest
        WHERE message.campaign = $1 AND \(isServed)
        """
    private static let counted = """
        FROM counted JOIN message ON message.id = counted.message WHERE counted.campaign = $1 AND \(isServed)
        """
    private static let columns = "SELECT message.id, recipient, finished_at, state"

    func isNew(_ campaign: Int64) throws -> Bool {
        try
            !(connection.query(
                """
                SELECT EXISTS (SELECT FROM run WHERE campaign = $1)
                    OR EXISTS (SELECT FROM plan WHERE campaign = $1 AND settings <> '')
                """, [campaign]
            ).first?.isTrue(0) ?? false)
    }

    func campaigns(alike identity: CampaignIdentity) throws -> [(id: Int64, isOfBatch: Bool)] {
        try connection.query(
            """
            SELECT id, batch = $2 FROM campaign
            WHERE site = $1 AND (batch = $2 OR manifest = $3 AND batch <> '') ORDER BY id
            """, [identity.site, identity.batch ?? "", identity.manifestPath]
        ).map { ($0.integer(0), $0.isTrue(1)) }
    }

    func identity(of campaign: Int64) throws -> CampaignIdentity? {
        try connection.query("SELECT site, batch, manifest FROM campaign WHERE id = $1", [campaign]).first.map {
            CampaignIdentity(site: $0.text(0) ?? "", batch: $0.text(1), manifestPath: $0.text(2) ?? "")
        }
    }

    func hasServed(_ campaign: Int64) throws -> Bool {
        try connection.query("SELECT EXISTS (SELECT \(Self.own))", [campaign]).first?.isTrue(0) ?? false
    }

    func hasCounted(_ campaign: Int64) throws -> Bool {
        try connection.query("SELECT EXISTS (SELECT \(Self.counted))", [campaign]).first?.isTrue(0) ?? false
    }

    func forEachServed(by campaign: Int64, _ body: (ServedMessage) throws -> Void) throws {
        try visit("\(Self.columns) \(Self.own)", [campaign], body)
    }

    func forEachCounted(by campaign: Int64, _ body: (ServedMessage) throws -> Void) throws {
        try visit("\(Self.columns) \(Self.counted)", [campaign], body)
    }

    func forEachServed(_ body: (ServedMessage) throws -> Void) throws {
        try visit("\(Self.columns) FROM message WHERE \(Self.isServed)", [], body)
    }

    func forEachPlanned(by campaign: Int64, _ body: (Range<Int>) throws -> Void) throws {
        try connection.forEach(
            """
            SELECT first_message, length FROM plan_run JOIN plan ON plan.id = plan_run.plan
            WHERE plan.campaign = $1 AND first_message IS NOT NULL
            """, [campaign]
        ) { row in
            let first = Int(row.integer(0))
            try body(first..<first + Int(row.integer(1)))
        }
    }

    func waitingRows() throws -> any WaitingRows { RowsInMemory() }

    private func visit(
        _ sql: String, _ parameters: [any SQLParameter], _ body: (ServedMessage) throws -> Void
    ) throws {
        try connection.forEach(sql, parameters) { row in
            try body(
                ServedMessage(
                    entry: row.integer(0), recipient: UInt64(bitPattern: row.integer(1)),
                    finishedAt: row.optionalInteger(2), isSent: row.integer(3) == DeliveryState.sent.rawValue))
        }
    }
}

/// Rows that wait, in sixteen bytes each: a temporary table of the server's would cost a round trip and a right.
final class RowsInMemory: WaitingRows {
    private struct Row {
        let recipient: UInt64
        let position: Int32
        let standing: UInt8
    }

    private var rows: [Row] = []
    private var spellings: [(row: Int, recipient: UInt64)] = []

    func add(_ row: Census.Row, _ standing: WaitingStanding) throws {
        spellings += row.spellings.map { (rows.count, $0) }
        rows.append(
            Row(recipient: row.recipient, position: Int32(row.position), standing: UInt8(standing.rawValue)))
    }

    func forEach(_ body: (_ position: Int32, _ recipient: UInt64, _ standing: WaitingStanding) throws -> Void) throws {
        for row in rows { try body(row.position, row.recipient, WaitingStanding(rawValue: Int64(row.standing))) }
    }

    func forEachSpelling(
        _ body: (_ position: Int32, _ recipient: UInt64, _ spelling: UInt64, _ standing: WaitingStanding) throws -> Void
    ) throws {
        for (index, spelling) in spellings {
            let row = rows[index]
            try body(row.position, row.recipient, spelling, WaitingStanding(rawValue: Int64(row.standing)))
        }
    }
}
