import BatchModel
import LedgerStore

extension PostgresMoveTarget {
    func root(of message: Int64) throws -> Int64? {
        try connection.query("SELECT root FROM row_version WHERE message = $1", [message]).first?.integer(0)
    }

    func add(_ versions: [MessageVersion]) throws {
        guard !versions.isEmpty else { return }
        try connection.query(
            "INSERT INTO row_version (message, root) SELECT * FROM unnest($1::bigint[], $2::bigint[])",
            [versions.map(\.message), versions.map(\.root)])
    }

    func joinVersions(of root: Int64, to other: Int64) throws {
        try connection.query("UPDATE row_version SET root = $2 WHERE root = $1", [root, other])
    }

    func remember(_ answer: CampaignAnswer) throws {
        try connection.query(
            """
            INSERT INTO answered (campaign, question, recipients) VALUES ($1, $2, $3)
            ON CONFLICT (campaign, question) DO UPDATE SET recipients = greatest(answered.recipients, excluded.recipients)
            """, [answer.campaign, answer.question, answer.recipients])
    }

    func remember(_ report: OwnReport, at path: String, replaces: Bool) throws {
        let otherwise =
            replaces ? "(path) DO UPDATE SET campaign = excluded.campaign, version = excluded.version" : "DO NOTHING"
        try connection.query(
            "INSERT INTO own_report (path, campaign, version) VALUES ($1, $2, $3) ON CONFLICT \(otherwise)",
            [path, report.campaign, report.version])
    }

    func runStarts(of campaign: Int64) throws -> Set<Int64> {
        Set(
            try connection.query("SELECT started_at FROM run WHERE campaign = $1", [campaign]).map { $0.integer(0) })
    }

    private static let columns =
        "campaign, settings, started_at, ended_at, exit_code, sent, rejected, not_sent, unknown, invalid, excluded, pending"

    private static func values(_ run: RunRecord, of campaign: Int64) -> [any SQLParameter] {
        let outcomes: [Outcome] = [.sent, .rejected, .notSent, .unknown, .invalid, .excluded, .pending]
        return [campaign, run.settingsJSON, run.startedAtMilliseconds, run.endedAtMilliseconds, run.exitCode]
            + outcomes.map { run.tally?[$0] }
    }

    func insert(_ run: RunRecord, of campaign: Int64, isFirst: Bool) throws {
        let columns = Self.columns
        let values = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12"
        try connection.query(
            isFirst
                ? """
                INSERT INTO run (id, \(columns)) OVERRIDING SYSTEM VALUE
                SELECT coalesce(min(id), 1) - 1, \(values) FROM run
                """ : "INSERT INTO run (\(columns)) VALUES (\(values))",
            Self.values(run, of: campaign))
    }

    func overwrite(_ run: RunRecord, of campaign: Int64) throws {
        try connection.query(
            """
            UPDATE run SET (\(Self.columns)) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            WHERE campaign = $1 AND started_at = $3
            """, Self.values(run, of: campaign))
    }

    func pacing(of site: String) throws -> [String: String] { try connection.pacing(of: site) }

    func storePacing(of site: String, _ values: [String: String]) throws {
        try connection.query(
            """
            INSERT INTO pacing (site, name, value) SELECT $1, name, value FROM unnest($2::text[], $3::text[]) AS new (name, value)
            ON CONFLICT (site, name) DO UPDATE SET value = excluded.value
            """, [site, Array(values.keys), Array(values.values)])
        // What all senders share begins with what was kept, once: a site that has its row learns of it here.
        try connection.query(
            """
            UPDATE pace SET day = coalesce($2, day), started_on_day = coalesce($3, started_on_day),
                closed_until = greatest(closed_until, to_timestamp($4::bigint / 1000.0)),
                next_slot = greatest(next_slot, to_timestamp($5::bigint / 1000.0))
            WHERE site = $1
            """,
            [
                site, values["day"].flatMap { Int($0) }, values["started_on_day"].flatMap { Int($0) },
                values["closed"]?.split(separator: " ").last.flatMap { Int64($0) },
                values["last_start"].flatMap { Int64($0) },
            ])
    }

    func remember(token: String) throws {
        try connection.query("INSERT INTO taken_in (token) VALUES ($1) ON CONFLICT DO NOTHING", [token])
    }

    func forgetMoved() throws {
        try connection.query("UPDATE ledger SET moved_to = NULL, moved_token = NULL, moved_at = NULL")
    }
}
