import BatchModel
import GRDB

extension Ledger {
    /// Finds a campaign; made if `create` says so and there is none, nil otherwise.
    package func campaign(_ identity: CampaignIdentity, create: Bool) throws -> Campaign? {
        if let known = try read({ try Self.campaign(identity, in: $0) }) { return known }
        guard create else { return nil }
        return try write { database in
            try database.execute(
                sql: "INSERT INTO campaign (site, batch, manifest) VALUES (?, ?, ?)",
                arguments: [identity.site, identity.batch ?? "", identity.manifestPath])
            return Campaign(id: database.lastInsertedRowID, identity: identity)
        }
    }

    /// Records that a run begins. Call it once its plan is enrolled.
    ///
    /// `settingsJSON` is what `report`, `status` and `resolve` need to read the manifest again: never a secret.
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

    /// Records how a run ended.
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

    /// The last run of a manifest, whatever its campaign unless `site` or `batch` narrows it.
    package func latestRun(manifest path: String, site: String? = nil, batch: BatchFilter = .any) throws -> RunRecord? {
        try read { database in
            var sql = """
                SELECT run.*, campaign.site, campaign.batch
                FROM campaign JOIN run ON run.campaign = campaign.id
                WHERE campaign.manifest = ?
                """
            var arguments: StatementArguments = [path]
            if let site {
                sql += " AND campaign.site = ?"
                arguments += [site]
            }
            if case .named(let label) = batch {
                sql += " AND campaign.batch = ?"
                arguments += [label ?? ""]
            }
            return try Row.fetchOne(database, sql: sql + " ORDER BY run.id DESC LIMIT 1", arguments: arguments)
                .map { row in
                    let identity = CampaignIdentity(site: row["site"], batch: row["batch"], manifestPath: path)
                    return Self.run(row, of: Campaign(id: row["campaign"], identity: identity))
                }
        }
    }

    /// Batch labels of earlier runs through this site that differ from a label, all in order.
    package func otherBatches(site: String, than batch: String?) throws -> [String] {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT batch FROM campaign
                    WHERE site = ? AND batch <> ? AND EXISTS (SELECT 1 FROM run WHERE run.campaign = campaign.id)
                        AND NOT EXISTS (
                            SELECT 1 FROM campaign AS same JOIN run ON run.campaign = same.id
                            WHERE same.site = campaign.site AND same.batch = ?)
                    ORDER BY batch
                    """,
                arguments: [site, batch ?? "", batch ?? ""])
        }
    }

    static func campaign(_ identity: CampaignIdentity, in database: Database) throws -> Campaign? {
        try Int64.fetchOne(
            database, sql: "SELECT id FROM campaign WHERE manifest = ? AND site = ? AND batch = ?",
            arguments: [identity.manifestPath, identity.site, identity.batch ?? ""]
        ).map { Campaign(id: $0, identity: identity) }
    }

    private static let tallyColumns: [Outcome] = [
        .sent, .rejected, .notSent, .unknown, .invalid, .excluded, .pending,
    ]

    static func run(_ row: Row, of campaign: Campaign) -> RunRecord {
        let ended: Int64? = row["ended_at"]
        var tally = BatchTally()
        for outcome in tallyColumns { tally[outcome] = row[outcome.rawValue] ?? 0 }
        return RunRecord(
            id: row["id"], campaign: campaign, settingsJSON: row["settings"], startedAtMilliseconds: row["started_at"],
            endedAtMilliseconds: ended, exitCode: row["exit_code"], tally: ended == nil ? nil : tally)
    }
}
