import BatchModel
import GRDB
import LedgerStore

/// What a census asks a SQLite ledger for, in the transaction of a database.
struct SQLiteCensusRecords: CensusRecords {
    private let database: Database

    init(in database: Database) { self.database = database }

    func isNew(_ campaign: Int64) throws -> Bool {
        try
            !(Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM run WHERE campaign = ?1)
                        OR EXISTS (SELECT 1 FROM plan WHERE campaign = ?1 AND settings <> '')
                    """, arguments: [campaign]) ?? false)
    }

    func campaigns(alike identity: CampaignIdentity) throws -> [(id: Int64, isOfBatch: Bool)] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT id, batch = ?2 AS same FROM campaign
                WHERE site = ?1 AND (batch = ?2 OR manifest = ?3 AND batch <> '') ORDER BY id
                """, arguments: [identity.site, identity.batch ?? "", identity.manifestPath]
        ).map { ($0["id"], $0["same"]) }
    }

    func identity(of campaign: Int64) throws -> CampaignIdentity? {
        try Row.fetchOne(
            database, sql: "SELECT site, batch, manifest FROM campaign WHERE id = ?", arguments: [campaign]
        ).map { CampaignIdentity(site: $0["site"], batch: $0["batch"], manifestPath: $0["manifest"]) }
    }

    func hasServed(_ campaign: Int64) throws -> Bool { try ServedMessages(of: campaign, in: database) != nil }

    func hasCounted(_ campaign: Int64) throws -> Bool { try ServedMessages(countedBy: campaign, in: database) != nil }

    func forEachServed(by campaign: Int64, _ body: (ServedMessage) throws -> Void) throws {
        try ServedMessages(of: campaign, in: database)?.forEach(body)
    }

    func forEachCounted(by campaign: Int64, _ body: (ServedMessage) throws -> Void) throws {
        try ServedMessages(countedBy: campaign, in: database)?.forEach(body)
    }

    func forEachServed(_ body: (ServedMessage) throws -> Void) throws {
        try ServedMessages(everybodysIn: database).forEach(body)
    }

    func forEachPlanned(by campaign: Int64, _ body: (Range<Int>) throws -> Void) throws {
        let runs = try Row.fetchCursor(
            database,
            sql: """
                SELECT first_message, length FROM plan_run JOIN plan ON plan.id = plan_run.plan
                WHERE plan.campaign = ? AND first_message IS NOT NULL
                """,
            arguments: [campaign])
        while let run = try runs.next() {
            let (first, length): (Int, Int) = (run["first_message"], run["length"])
            try body(first..<first + length)
        }
    }

    func waitingRows() throws -> any WaitingRows { try SQLiteWaitingRows(in: database) }
}
