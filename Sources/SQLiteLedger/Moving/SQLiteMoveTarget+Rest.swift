import BatchModel
import GRDB
import LedgerStore

extension SQLiteMoveTarget {
    /// Beside messages of its own one of an earlier name could be another name for the same message.
    func admitEarlierNames() throws -> Bool {
        guard isEmpty else { return false }
        try database.execute(
            sql: "INSERT INTO earlier_rule SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM earlier_rule)")
        return true
    }

    func root(of message: Int64) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT root FROM row_version WHERE message = ?", arguments: [message])
    }

    func add(_ versions: [MessageVersion]) throws {
        for version in versions {
            try database.execute(
                sql: "INSERT INTO row_version (message, root) VALUES (?, ?)",
                arguments: [version.message, version.root])
        }
    }

    func joinVersions(of root: Int64, to other: Int64) throws {
        try database.execute(sql: "UPDATE row_version SET root = ? WHERE root = ?", arguments: [other, root])
    }

    func remember(_ answer: CampaignAnswer) throws {
        try database.execute(
            sql: """
                INSERT INTO answered (campaign, question, recipients) VALUES (?, ?, ?)
                ON CONFLICT (campaign, question) DO UPDATE SET recipients = max(recipients, excluded.recipients)
                """, arguments: [answer.campaign, answer.question, answer.recipients])
    }

    func remember(_ report: OwnReport, at path: String, replaces: Bool) throws {
        try database.execute(
            sql:
                "INSERT OR \(replaces ? "REPLACE" : "IGNORE") INTO own_report (path, campaign, version) VALUES (?, ?, ?)",
            arguments: [path, report.campaign, report.version])
    }

    func runStarts(of campaign: Int64) throws -> Set<Int64> {
        try Set(
            Int64.fetchAll(database, sql: "SELECT started_at FROM run WHERE campaign = ?", arguments: [campaign]))
    }

    func insert(_ run: RunRecord, of campaign: Int64, isFirst: Bool) throws {
        let tally = run.tally
        let number: Int64? = isFirst ? try Int64.fetchOne(database, sql: "SELECT ifnull(min(id), 1) - 1 FROM run") : nil
        try database.execute(
            sql: """
                INSERT INTO run (id, campaign, settings, started_at, ended_at, exit_code, sent, rejected, not_sent, unknown, invalid,
                    excluded, pending)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                number, campaign, run.settingsJSON, run.startedAtMilliseconds, run.endedAtMilliseconds, run.exitCode,
                tally?[.sent], tally?[.rejected], tally?[.notSent], tally?[.unknown], tally?[.invalid],
                tally?[.excluded],
                tally?[.pending],
            ])
    }

    func overwrite(_ run: RunRecord, of campaign: Int64) throws {
        let tally = run.tally
        try database.execute(
            sql: """
                UPDATE run SET settings = ?, ended_at = ?, exit_code = ?, sent = ?, rejected = ?, not_sent = ?, unknown = ?,
                    invalid = ?, excluded = ?, pending = ?
                WHERE campaign = ? AND started_at = ?
                """,
            arguments: [
                run.settingsJSON, run.endedAtMilliseconds, run.exitCode, tally?[.sent], tally?[.rejected],
                tally?[.notSent], tally?[.unknown], tally?[.invalid], tally?[.excluded], tally?[.pending], campaign,
                run.startedAtMilliseconds,
            ])
    }

    func pacing(of site: String) throws -> [String: String] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, value FROM pacing WHERE site = ?", arguments: [site])
        return Dictionary(rows.map { ($0["name"], $0["value"]) }) { first, _ in first }
    }

    func storePacing(of site: String, _ values: [String: String]) throws {
        for (name, value) in values {
            try database.execute(
                sql: """
                    INSERT INTO pacing (site, name, value) VALUES (?, ?, ?)
                    ON CONFLICT (site, name) DO UPDATE SET value = excluded.value
                    """, arguments: [site, name, value])
        }
    }

    func remember(token: String) throws {
        try database.execute(sql: "INSERT OR IGNORE INTO taken_in (token) VALUES (?)", arguments: [token])
    }

    func forgetMoved() throws { try database.execute(sql: "DELETE FROM moved") }
}
