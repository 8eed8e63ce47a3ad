import BatchModel
import LedgerStore

extension PostgresStore {
    package func beginRun(_ campaign: Campaign, settingsJSON: String, at milliseconds: Int64) throws -> RunRecord {
        try write { connection in
            let row = try connection.query(
                "INSERT INTO run (campaign, settings, started_at) VALUES ($1, $2, $3) RETURNING id",
                [campaign.id, settingsJSON, milliseconds]
            ).first
            return RunRecord(
                id: row?.integer(0) ?? 0, campaign: campaign, settingsJSON: settingsJSON,
                startedAtMilliseconds: milliseconds, endedAtMilliseconds: nil, exitCode: nil, tally: nil)
        }
    }

    package func endRun(_ run: RunRecord, at milliseconds: Int64, exitCode: Int, tally: BatchTally) throws {
        let counts = Self.tallyColumns.map { tally[$0] }
        try write { [session] connection in
            // Where it came to its end all say the same of it; else who is last says how it ended, because for the others it goes on. Two that
            // end at once come one after the other.
            try connection.query("SELECT 1 FROM run WHERE id = $1 FOR UPDATE", [run.id])
            try connection.query("UPDATE member SET finished = true WHERE id = $1", [session.member?.id])
            try connection.query(
                """
                UPDATE run SET ended_at = $1, exit_code = $2, sent = $3, rejected = $4, not_sent = $5, unknown = $6,
                    invalid = $7, excluded = $8, pending = $9
                WHERE id = $10 AND ($2 IN (0, 1, 3) OR NOT EXISTS (SELECT FROM member WHERE member.run = $10 AND state = 'live' AND NOT finished
                    AND lease_until > clock_timestamp()))
                """, [milliseconds, exitCode] as [any SQLParameter] + counts + [run.id])
        }
    }

    package func runs(_ query: RunQuery) throws -> [RunRecord] {
        var conditions = ["true"]
        var parameters: [any SQLParameter] = []
        func demand(_ condition: String, _ parameter: any SQLParameter) {
            parameters.append(parameter)
            conditions.append("\(condition) = $\(parameters.count)")
        }
        if let manifest = query.manifest { demand("campaign.manifest", manifest) }
        if let site = query.site { demand("campaign.site", site) }
        if case .named(let label) = query.batch { demand("campaign.batch", label ?? "") }
        if query.isLastOfCampaign { conditions.append("run.id IN (SELECT max(id) FROM run GROUP BY campaign)") }
        parameters.append(query.limit)
        let sql = """
            \(Self.selection) WHERE \(conditions.joined(separator: " AND "))
            ORDER BY run.id DESC LIMIT $\(parameters.count)
            """
        return try read { connection in try connection.query(sql, parameters).map(Self.run) }
    }

    /// A run by its number.
    static func run(numbered number: Int64, _ connection: Connection) throws -> RunRecord? {
        try connection.query("\(selection) WHERE run.id = $1", [number]).first.map(run)
    }

    private static let selection = """
        SELECT run.id, campaign.id, settings, started_at, ended_at, exit_code, site, batch, manifest,
            \(tallyColumns.map(\.rawValue).joined(separator: ", "))
        FROM run JOIN campaign ON campaign.id = run.campaign
        """

    private static let tallyColumns: [Outcome] = [
        .sent, .rejected, .notSent, .unknown, .invalid, .excluded, .pending,
    ]

    private static func run(_ row: PostgresRow) -> RunRecord {
        let identity = CampaignIdentity(
            site: row.text(6) ?? "", batch: row.text(7), manifestPath: row.text(8) ?? "")
        let ended = row.optionalInteger(4)
        var tally = BatchTally()
        for (place, outcome) in tallyColumns.enumerated() { tally[outcome] = Int(row.integer(Int32(9 + place))) }
        return RunRecord(
            id: row.integer(0), campaign: Campaign(id: row.integer(1), identity: identity),
            settingsJSON: row.text(2) ?? "", startedAtMilliseconds: row.integer(3), endedAtMilliseconds: ended,
            exitCode: row.optionalInteger(5).map(Int.init), tally: ended == nil ? nil : tally)
    }
}
