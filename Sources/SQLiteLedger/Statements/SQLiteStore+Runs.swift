import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func beginRun(_ campaign: Campaign, settingsJSON: String, at milliseconds: Int64) throws -> RunRecord {
        try write { database in
            try database.execute(
                sql: "INSERT INTO run (campaign, settings, started_at) VALUES (?, ?, ?)",
                arguments: [campaign.id, settingsJSON, milliseconds])
            return RunRecord(
                id: database.lastInsertedRowID, campaign: campaign, settingsJSON: settingsJSON,
                startedAtMilliseconds: milliseconds, endedAtMilliseconds: nil, exitCode: nil, tally: nil)
        }
    }

    package func endRun(_ run: RunRecord, at milliseconds: Int64, exitCode: Int, tally: BatchTally) throws {
        try write { database in
            let counts = Self.tallyColumns.map { tally[$0] }
            try database.execute(
                sql: """
                    UPDATE run SET ended_at = ?, exit_code = ?, sent = ?, rejected = ?, not_sent = ?, unknown = ?,
                        invalid = ?, excluded = ?, pending = ?
                    WHERE id = ?
                    """,
                arguments: [milliseconds, exitCode] + StatementArguments(counts) + [run.id])
        }
    }

    package func runs(_ query: RunQuery) throws -> [RunRecord] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if let manifest = query.manifest {
            conditions.append("campaign.manifest = ?")
            arguments += [manifest]
        }
        if let site = query.site {
            conditions.append("campaign.site = ?")
            arguments += [site]
        }
        if case .named(let label) = query.batch {
            conditions.append("campaign.batch = ?")
            arguments += [label ?? ""]
        }
        if query.isLastOfCampaign { conditions.append("run.id IN (SELECT max(id) FROM run GROUP BY campaign)") }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        arguments += [query.limit ?? -1]
        return try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT run.*, campaign.site, campaign.batch, campaign.manifest
                    FROM run JOIN campaign ON campaign.id = run.campaign \(condition)
                    ORDER BY run.id DESC LIMIT ?
                    """,
                arguments: arguments
            ).map { row in
                let identity = CampaignIdentity(site: row["site"], batch: row["batch"], manifestPath: row["manifest"])
                return Self.run(row, of: Campaign(id: row["campaign"], identity: identity))
            }
        }
    }

    private static let tallyColumns: [Outcome] = [
        .sent, .rejected, .notSent, .unknown, .invalid, .excluded, .pending,
    ]

    private static func run(_ row: Row, of campaign: Campaign) -> RunRecord {
        let ended: Int64? = row["ended_at"]
        var tally = BatchTally()
        for outcome in tallyColumns { tally[outcome] = row[outcome.rawValue] ?? 0 }
        return RunRecord(
            id: row["id"], campaign: campaign, settingsJSON: row["settings"], startedAtMilliseconds: row["started_at"],
            endedAtMilliseconds: ended, exitCode: row["exit_code"], tally: ended == nil ? nil : tally)
    }
}
