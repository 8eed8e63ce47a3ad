import BatchModel
import LedgerStore

extension PostgresStore {
    /// How many rows are handed out at once: few enough that all have some at the end, many enough that it costs nothing.
    static func grantSize(ofRows rows: Int) -> Int { max(16, min(1_024, rows / 64)) }

    package func nextGrant(
        of plan: StoredPlan, in state: DeliveryState, from position: Int
    ) throws -> Range<Int>? {
        guard let part = session.queue.sync(execute: { session.part }), let pass = Self.pass(over: state) else {
            return try read { try $0.rest(of: plan, in: state, from: position) }
        }
        return try write { [session] connection in
            guard let member = session.member?.id else { return nil }
            try connection.refuseReplaced(plan)
            let search = GrantSearch(part: part, plan: plan, state: state, pass: pass, member: member)
            try search.finishOwn(before: position, connection)
            return try search.free(from: position, connection) ?? search.fresh(from: position, connection)
        }
    }

    private static func pass(over state: DeliveryState) -> Int? {
        switch state {
        case .pending: 0
        case .notSent: 1
        case .rejected: 2
        case .claimed, .sent, .unknown: nil
        }
    }

    package func finishGrants() throws {
        try write { [session] connection in
            try connection.query(
                "UPDATE grant_range SET done = true WHERE member = $1 AND NOT done", [session.member?.id])
            try connection.query("UPDATE run SET lead = NULL WHERE leads AND lead = $1", [session.member?.id])
        }
    }

    package func work() throws -> FleetWork {
        try session.queue.sync {
            guard let part = session.part, let member = session.member else { return .nothing }
            return try session.readOnQueue { connection in
                let row = try connection.query(
                    """
                    SELECT EXISTS (SELECT FROM grant_range WHERE run = $1 AND NOT done AND member IS NULL),
                        EXISTS (SELECT FROM grant_range WHERE run = $1 AND NOT done AND member <> $2)
                            OR EXISTS (SELECT FROM member WHERE run = $1 AND state = 'live' AND id <> $2 AND claims <> '{}')
                    """, [part.run, member.id]
                ).first
                if row?.isTrue(0) ?? false { return .rows }
                return row?.isTrue(1) ?? false ? .others : .nothing
            }
        }
    }

    package func othersSend() throws -> Bool {
        try session.queue.sync {
            guard let part = session.part, let member = session.member else { return false }
            return try session.readOnQueue { connection in
                try connection.query(
                    """
                    SELECT EXISTS (SELECT FROM member WHERE run = $1 AND state = 'live' AND id <> $2 AND claims <> '{}')
                    """, [part.run, member.id]
                ).first?.isTrue(0) ?? false
            }
        }
    }

    package func giveBack(_ entries: [Int64]) throws {
        try write { [session] connection in
            guard let part = session.part, let member = session.member?.id else { return }
            try connection.query(
                """
                WITH given AS (
                    UPDATE message SET run = NULL WHERE id = ANY ($3::bigint[]) AND member = $4 AND run IS NOT DISTINCT FROM $1
                        AND state IN (\(DeliveryState.notSent.rawValue), \(DeliveryState.rejected.rawValue)) RETURNING id, state
                    ),
                free AS (
                    SELECT id, state FROM given UNION
                    SELECT id, state FROM message WHERE id = ANY ($3::bigint[]) AND member = $4 AND run IS NULL
                        AND state = \(DeliveryState.notSent.rawValue))
                INSERT INTO grant_range (run, pass, first, last)
                SELECT $1::bigint, CASE WHEN state = \(DeliveryState.notSent.rawValue) THEN 1 ELSE 2 END,
                    position + id - first_message, position + id - first_message + 1
                FROM free JOIN plan_run ON plan = $2 AND id BETWEEN first_message AND first_message + length - 1
                """, [part.run, part.plan, entries, member])
            try connection.query("UPDATE grant_range SET member = NULL WHERE member = $1 AND NOT done", [member])
            try connection.query("UPDATE run SET lead = NULL WHERE leads AND lead = $1", [member])
        }
    }
}

/// Looks for rows to hand out to a member, in a pass over messages of a state.
private struct GrantSearch {
    /// How many of a member's own ranges are looked at for whether they are done with.
    private static let mostLookedAt = 4

    let part: FleetPart
    let plan: StoredPlan
    let state: DeliveryState
    let pass: Int
    let member: Int64

    /// Takes ranges off the member that hold nothing any more, so that nobody looks through them again if it dies.
    func finishOwn(before position: Int, _ connection: Connection) throws {
        guard state == .pending else { return }
        try connection.query(
            """
            UPDATE grant_range SET done = true FROM (
                SELECT id FROM grant_range WHERE run = $1 AND pass = $2 AND member = $3 AND NOT done AND last <= $4
                ORDER BY first DESC LIMIT \(Self.mostLookedAt)) AS own
            WHERE own.id = grant_range.id AND NOT EXISTS (
                SELECT FROM plan_run JOIN message ON message.id BETWEEN first_message + greatest(0, grant_range.first - position)
                    AND first_message + least(length, grant_range.last - position) - 1
                WHERE plan = $5 AND position < grant_range.last AND position + length > grant_range.first AND message.state = $6)
            """, [part.run, pass, member, position, plan.id, state.rawValue])
    }

    /// Rows that somebody else had, and has no more.
    func free(from position: Int, _ connection: Connection) throws -> Range<Int>? {
        try connection.query(
            """
            WITH found AS (
                SELECT id FROM grant_range WHERE run = $1 AND pass = $2 AND NOT done AND member IS NULL AND first >= $3
                ORDER BY first LIMIT 1 FOR UPDATE SKIP LOCKED)
            UPDATE grant_range SET member = $4 FROM found WHERE grant_range.id = found.id RETURNING first, last
            """, [part.run, pass, position, member]
        ).first.map { Int($0.integer(0))..<Int($0.integer(1)) }
    }

    /// Rows that nobody had in this pass.
    func fresh(from position: Int, _ connection: Connection) throws -> Range<Int>? {
        let row = try connection.query(
            "SELECT handed[$2], reach FROM run WHERE id = $1 AND stop_reason IS NULL FOR UPDATE", [part.run, pass + 1]
        ).first
        guard let row else { return nil }
        let (handed, reach) = (max(Int(row.integer(0)), position), Int(row.integer(1)))
        guard handed < reach,
            let first = try connection.rest(of: plan, in: state, from: handed, but: pass > 0 ? part.run : nil)?
                .lowerBound,
            first < reach
        else { return nil }
        let range = first..<min(first + PostgresStore.grantSize(ofRows: plan.rows), reach)
        try connection.query(
            "INSERT INTO grant_range (run, pass, first, last, member) VALUES ($1, $2, $3, $4, $5)",
            [part.run, pass, range.lowerBound, range.upperBound, member])
        try connection.query("UPDATE run SET handed[$2] = $3 WHERE id = $1", [part.run, pass + 1, range.upperBound])
        return range
    }
}

extension Connection {
    /// The rows of a plan from the first one on, at or behind a position, that is a message in a state; one that a run has tried is
    /// passed over. Nil when there is none.
    func rest(
        of plan: StoredPlan, in state: DeliveryState, from position: Int, but run: Int64? = nil
    ) throws -> Range<Int>? {
        try refuseReplaced(plan)
        let row = try query(
            """
            SELECT run.position + found.id - run.first_message
            FROM plan_run AS run CROSS JOIN LATERAL (
                SELECT id FROM message WHERE state = $3 AND ($4::bigint IS NULL OR message.run IS DISTINCT FROM $4)
                    AND id BETWEEN first_message + greatest(0, $2 - position) AND first_message + length - 1
                ORDER BY id LIMIT 1) AS found
            WHERE run.plan = $1 AND run.first_message IS NOT NULL AND run.position + run.length > $2
            ORDER BY run.position LIMIT 1
            """, [plan.id, position, state.rawValue, run]
        ).first
        return row.map { Int($0.integer(0))..<plan.rows }
    }
}
