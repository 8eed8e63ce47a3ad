import BatchModel
import LedgerStore

extension PostgresStore {
    package func storedPlan(_ campaign: Campaign) throws -> StoredPlan? {
        try read { connection in
            try connection.query(
                """
                SELECT id, input_digest, attachments, plan_digest, settings, started_at, row_count FROM plan WHERE campaign = $1
                """, [campaign.id]
            ).first.map { row in
                let description = PlanDescription(
                    inputDigest: row.text(1) ?? "", attachmentsFingerprint: row.text(2) ?? "",
                    planDigest: row.text(3) ?? "", settingsDigest: row.text(4) ?? "",
                    startedAtMilliseconds: row.integer(5))
                return StoredPlan(
                    id: row.integer(0), campaign: campaign, description: description, rows: Int(row.integer(6)))
            }
        }
    }

    package func approve(_ plan: StoredPlan, settingsDigest: String) throws {
        try write { connection in
            try connection.query("UPDATE plan SET settings = $1 WHERE id = $2", [settingsDigest, plan.id])
        }
    }

    package func entries(_ plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanEntry] {
        try read { connection in
            try connection.refuseReplaced(plan)
            guard position >= 0, position < plan.rows, limit > 0 else { return [] }
            let runs = try connection.runs(of: plan, in: position..<position + min(limit, plan.rows - position))
            let messages = try connection.messages(runs)
            return try runs.flatMap { run in
                try (0..<run.length).map { offset in
                    let row: PlanEntry.Row
                    switch run.kind {
                    case .excluded: row = .excluded
                    case .invalid(let code): row = .invalid(code: code)
                    case .messages(let first):
                        guard let entry = messages[first + Int64(offset)] else {
                            throw ServerFault.damage("message \(first + Int64(offset)) is missing")
                        }
                        row = .message(entry)
                    }
                    return PlanEntry(position: run.position + offset, row: row)
                }
            }
        }
    }

    package func counts(_ plan: StoredPlan) throws -> PlanCounts {
        try read { connection in
            try connection.refuseReplaced(plan)
            var counts = PlanCounts()
            for row in try connection.query(
                """
                SELECT state, count(*) FROM plan_run
                    JOIN message ON message.id BETWEEN first_message AND first_message + length - 1
                WHERE plan = $1 GROUP BY state
                """, [plan.id]
            ).map({ (try DeliveryState(stored: $0.integer(0)), Int($0.integer(1))) }) {
                counts.states[row.0] = row.1
            }
            for row in try connection.query(
                """
                SELECT invalid_code IS NULL, sum(length) FROM plan_run WHERE plan = $1 AND first_message IS NULL GROUP BY 1
                """, [plan.id]
            ).map({ ($0.isTrue(0), Int($0.integer(1))) }) {
                if row.0 { counts.excluded = row.1 } else { counts.invalid = row.1 }
            }
            guard counts.total == plan.rows else { throw ServerFault.damage("rows of a plan are missing") }
            return counts
        }
    }

    package func messages(of plan: StoredPlan, among entries: Set<Int64>) throws -> Set<Int64> {
        try read { connection in
            try connection.refuseReplaced(plan)
            let rows = try connection.query(
                """
                SELECT entry FROM unnest($2::bigint[]) AS entry
                WHERE EXISTS (SELECT FROM plan_run WHERE plan = $1 AND entry BETWEEN first_message AND first_message + length - 1)
                """, [plan.id, entries.sorted()])
            return Set(rows.map { $0.integer(0) })
        }
    }
}

extension Connection {
    /// A piece of a plan's run.
    struct Piece {
        let position: Int
        let length: Int
        let kind: PlanRun.Kind
    }

    /// The runs of a plan as far as they are among some positions, in order and without a gap.
    fileprivate func runs(of plan: StoredPlan, in positions: Range<Int>) throws -> [Piece] {
        let rows = try query(
            """
            SELECT position, length, first_message, invalid_code FROM plan_run
            WHERE plan = $1 AND position < $3 AND position >= coalesce(
                (SELECT max(position) FROM plan_run WHERE plan = $1 AND position <= $2), 0)
            ORDER BY position
            """, [plan.id, positions.lowerBound, positions.upperBound])
        var next = positions.lowerBound
        let pieces = try rows.map { row in
            let position = Int(row.integer(0))
            let end = min(position + Int(row.integer(1)), positions.upperBound)
            guard position <= next, end > next else { throw ServerFault.damage("row \(next) of a plan is missing") }
            let kind: PlanRun.Kind =
                if let first = row.optionalInteger(2) {
                    .messages(first: first + Int64(next - position))
                } else if let code = row.text(3) { .invalid(code) } else { .excluded }
            defer { next = end }
            return Piece(position: next, length: end - next, kind: kind)
        }
        guard next == positions.upperBound else { throw ServerFault.damage("row \(next) of a plan is missing") }
        return pieces
    }

    /// The messages of some runs, by their numbers.
    fileprivate func messages(_ runs: [Piece]) throws -> [Int64: LedgerEntry] {
        var (first, last): ([Int64], [Int64]) = ([], [])
        for run in runs {
            guard case .messages(let entry) = run.kind else { continue }
            first.append(entry)
            last.append(entry + Int64(run.length) - 1)
        }
        guard !first.isEmpty else { return [:] }
        var found: [Int64: LedgerEntry] = [:]
        try forEach(
            """
            SELECT \(MessageReading.columns) FROM unnest($1::bigint[], $2::bigint[]) AS run (first, last)
                JOIN message ON message.id BETWEEN run.first AND run.last
            """, [first, last]
        ) { row in found[row.integer(0)] = try MessageReading.entry(row) }
        return found
    }
}
