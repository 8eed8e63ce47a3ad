import GRDB

extension Ledger {
    /// The last run of every campaign, the latest first, at most `limit` of them; nil takes all.
    package func latestRuns(batch: BatchFilter = .any, limit: Int? = nil) throws -> [RunRecord] {
        try read { database in
            var sql = """
                SELECT run.*, campaign.site, campaign.batch, campaign.manifest
                FROM run JOIN campaign ON campaign.id = run.campaign
                WHERE run.id IN (SELECT max(id) FROM run GROUP BY campaign)
                """
            var arguments: StatementArguments = []
            if case .named(let label) = batch {
                sql += " AND campaign.batch = ?"
                arguments += [label ?? ""]
            }
            sql += " ORDER BY run.id DESC LIMIT ?"
            arguments += [limit ?? -1]
            return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
                let identity = CampaignIdentity(
                    site: row["site"], batch: row["batch"], manifestPath: row["manifest"])
                return Self.run(row, of: Campaign(id: row["campaign"], identity: identity))
            }
        }
    }

    /// Who is at work on a run now: the last one of the ledger, while it has no end and somebody writes the ledger.
    package func holder(of run: RunRecord) throws -> LockHolder? {
        guard run.endedAtMilliseconds == nil, let holder = currentHolder else { return nil }
        return try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM run") } == run.id ? holder : nil
    }
}
