import BatchModel
import LedgerStore

extension PostgresStore {
    package func check(rows: Bool) throws -> LedgerHealth {
        try read { connection in
            let found = try ServerFindings(connection, session.settings)
            let sums = try connection.query(
                """
                SELECT (SELECT count(*) FROM campaign), (SELECT coalesce(sum(pg_total_relation_size(pg_class.oid)), 0)::bigint
                    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE nspname = '\(LedgerSchema.name)' AND relkind = 'r')
                """
            ).first
            return LedgerHealth(
                displayName: displayName, formatVersion: session.settings.format,
                faults: rows ? try Self.contradictions(connection) : [], isWritable: found.missingRights.isEmpty,
                keeping: found.state.keeping, facts: found.facts, details: found.details, remarks: found.remarks,
                movedTo: try Self.moved(connection), states: rows ? try Self.states(connection) : [:],
                campaigns: Int(sums?.integer(0) ?? 0), byteCount: sums?.integer(1) ?? 0)
        }
    }

    private static func states(_ connection: Connection) throws -> [DeliveryState: Int] {
        let rows = try connection.query("SELECT state, count(*) FROM message GROUP BY state")
        return try Dictionary(
            rows.map { (try DeliveryState(stored: $0.integer(0)), Int($0.integer(1))) }
        ) { first, _ in first }
    }

    private static func contradictions(_ connection: Connection) throws -> [String] {
        let checks = [
            (
                "claimed messages that no sender knows of",
                """
                SELECT count(*) FROM message WHERE state = \(DeliveryState.claimed.rawValue) AND NOT EXISTS (
                    SELECT FROM member WHERE member.id = message.member AND message.id = ANY (claims))
                """
            ),
            (
                "plans whose rows do not add up",
                """
                SELECT count(*) FROM plan WHERE row_count <>
                    (SELECT coalesce(sum(length), 0) FROM plan_run WHERE plan_run.plan = plan.id)
                """
            ),
            (
                "rows of plans without their messages",
                """
                SELECT count(*) FROM plan_run WHERE first_message IS NOT NULL AND length <>
                    (SELECT count(*) FROM message WHERE id BETWEEN first_message AND first_message + length - 1)
                """
            ),
        ]
        return try checks.compactMap { name, sql in
            let count = try connection.query(sql).first?.integer(0) ?? 0
            return count == 0 ? nil : "\(count) \(name)"
        }
    }

    /// What was erased stays in the database's files until PostgreSQL uses its room again, and in backups and archives of its log
    /// until they expire.
    package func forget(before milliseconds: Int64) throws -> (texts: Int, runs: Int) {
        try write { connection in
            let texts = try connection.query(
                "UPDATE message SET error_message = NULL WHERE error_message IS NOT NULL AND coalesce(finished_at, 0) < $1",
                [milliseconds]
            ).changes
            let runs = try connection.query(
                "UPDATE run SET settings = '' WHERE started_at < $1 AND settings <> ''", [milliseconds]
            ).changes
            try connection.query(
                "UPDATE plan SET settings = '', input_digest = '' WHERE started_at < $1", [milliseconds])
            return (texts, runs)
        }
    }
}
