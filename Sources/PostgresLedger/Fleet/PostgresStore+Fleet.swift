import BatchModel
import LedgerStore

extension PostgresStore: FleetStore {
    package func beginRun(
        _ plan: StoredPlan, settingsJSON: String, terms: FleetTerms, reach: Int, reopens: Bool, at milliseconds: Int64
    ) throws -> RunRecord {
        let kept = try pacing(site: terms.site)
        let record = try write { [session] connection in
            try connection.refuseReplaced(plan)
            // Whoever begins is alone: what was handed out before is of no use any more.
            try connection.query("DELETE FROM grant_range")
            let row = try connection.query(
                """
                INSERT INTO run (campaign, settings, started_at, plan, terms, reach, leads) VALUES ($1, $2, $3, $4, $5, $6, true)
                RETURNING id
                """, [plan.campaign.id, settingsJSON, milliseconds, plan.id, terms.written, reach]
            ).first
            guard let number = row?.integer(0) else { throw connection.lost }
            try connection.query("UPDATE member SET run = $2 WHERE id = $1", [session.member?.id, number])
            try Self.keepPace(of: terms, kept, reopens: reopens, connection)
            return RunRecord(
                id: number, campaign: plan.campaign, settingsJSON: settingsJSON, startedAtMilliseconds: milliseconds,
                endedAtMilliseconds: nil, exitCode: nil, tally: nil)
        }
        takePart(FleetPart(run: record.id, plan: plan.id, terms: terms))
        return record
    }

    /// Makes the site's row, from what an earlier version kept; it stays as it is where there is one.
    private static func keepPace(
        of terms: FleetTerms, _ kept: [String: String], reopens: Bool, _ connection: Connection
    ) throws {
        let last = kept["last_start"].flatMap { Int64($0) }
        let closed = kept["closed"]?.split(separator: " ").last.flatMap { Int64($0) }
        try connection.query(
            """
            INSERT INTO pace (site, next_slot, closed_until, day, started_on_day)
            VALUES ($1, coalesce(to_timestamp($2::bigint / 1000.0) + $3::bigint * interval '1 us', '-infinity'),
                to_timestamp($4::bigint / 1000.0), $5::integer, coalesce($6::integer, 0))
            ON CONFLICT (site) DO NOTHING
            """,
            [
                terms.site, last, terms.spacing?.wholeMicroseconds, closed, kept["day"].flatMap { Int($0) },
                kept["started_on_day"].flatMap { Int($0) },
            ])
        // A rate that was slower before binds nobody for longer than one place of this one.
        try connection.query(
            """
            UPDATE pace SET next_slot = least(next_slot, clock_timestamp() + coalesce($2::bigint, 0) * interval '1 us'),
                closed_until = CASE WHEN $3::boolean THEN NULL ELSE closed_until END
            WHERE site = $1
            """, [terms.site, terms.spacing?.wholeMicroseconds, reopens])
    }

    package var pause: Duration { min(.seconds(1), max(.milliseconds(50), session.settings.lease / 4)) }

    package func takePart(in run: FleetRun, terms: FleetTerms) {
        takePart(FleetPart(run: run.record.id, plan: run.plan, terms: terms))
    }

    private func takePart(_ part: FleetPart) { session.queue.sync { session.part = part } }

    package func commit(
        settling settlements: [Settlement], claiming entries: [Int64], telling: FleetTelling, for campaign: Campaign,
        at milliseconds: Int64
    ) async throws -> Committed {
        try await onQueue {
            try $0.commit(settlements, claiming: entries, telling: telling, for: campaign, at: milliseconds)
        }
    }

    package func look() async throws -> FleetNews {
        try await onQueue { session in
            try session.takeOverFromGone()
            return try session.look()
        }
    }

    package func members(of run: RunRecord) throws -> [FleetMember] {
        try read { connection in
            let members = try FleetMember.all(of: run.id, connection)
            guard members.contains(where: { $0.state == .gone }) else { return members }
            let unknown = try connection.query(
                """
                SELECT member, count(*) FROM plan JOIN plan_run ON plan_run.plan = plan.id
                    JOIN message ON message.id BETWEEN first_message AND first_message + length - 1
                WHERE plan.campaign = $1 AND state = \(DeliveryState.unknown.rawValue) AND error_key = $2 AND member IS NOT NULL
                GROUP BY member
                """, [run.campaign.id, RecordedErrorKey.interrupted.rawValue]
            ).map { ($0.integer(0), Int($0.integer(1))) }
            let counts = Dictionary(unknown) { first, _ in first }
            return members.map { $0.with(unknown: counts[$0.id] ?? 0) }
        }
    }
}

extension FleetMember {
    fileprivate func with(unknown: Int) -> FleetMember {
        FleetMember(
            id: id, host: host, process: process, state: state, inFlight: inFlight,
            startedAtMilliseconds: startedAtMilliseconds, lastHeard: lastHeard, goneAtMilliseconds: goneAtMilliseconds,
            unknown: unknown)
    }
}
