import BatchModel
import LedgerStore

extension PostgresStore {
    package func doubt(_ entries: [Int64], errorKey: String, reason: String) throws -> [Int64: DeliveryState] {
        try write { connection in
            let before = try connection.states(of: entries, locks: true).mapValues(\.state)
            let meant = before.filter {
                $0.value != .claimed && DeliveryState.transitions[$0.value]?.contains(.unknown) == true
            }
            try connection.query(
                """
                UPDATE message SET state = \(DeliveryState.unknown.rawValue), error_key = $2, error_message = $3
                WHERE id = ANY ($1::bigint[])
                """, [meant.keys.sorted(), errorKey, reason])
            return before
        }
    }

    package func resolve(_ verdicts: [Settlement]) throws {
        try write { connection in
            var states = try connection.states(of: verdicts.map(\.entry), locks: true).mapValues(\.state)
            for verdict in verdicts {
                let isLegal = DeliveryState.transitions[.unknown]?.contains(verdict.state) == true
                let from = isLegal ? states[verdict.entry] : .unknown
                guard isLegal, from == .unknown else {
                    throw LedgerFault.transitionRefused(entry: verdict.entry, from: from, to: verdict.state)
                }
                states[verdict.entry] = verdict.state
            }
            try Self.refuseEarly(
                verdicts.filter { $0.state == .notSent }.map(\.entry), connection, ledger: session.name)
            try connection.query(
                """
                UPDATE message SET state = verdict.state, attempts = message.attempts + verdict.attempts,
                    http_status = coalesce(verdict.status, message.http_status), error_key = verdict.key,
                    error_message = verdict.words, finished_at = coalesce(verdict.ended, message.finished_at),
                    duration = coalesce(verdict.duration, message.duration)
                FROM unnest($1::bigint[], $2::smallint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::bigint[],
                    $8::bigint[]) AS verdict (id, state, attempts, status, key, words, ended, duration)
                WHERE message.id = verdict.id
                """,
                Commit.results(verdicts))
        }
    }

    package func resolveAll(_ plan: StoredPlan, as verdict: PersonVerdict) throws -> Int {
        try write { connection in
            try connection.refuseReplaced(plan)
            if verdict == .notSent {
                let unknown = try connection.query(
                    """
                    SELECT id FROM plan_run JOIN message ON id BETWEEN first_message AND first_message + length - 1
                    WHERE plan = $1 AND state = \(DeliveryState.unknown.rawValue)
                    """, [plan.id])
                try Self.refuseEarly(unknown.map { $0.integer(0) }, connection, ledger: session.name)
            }
            let condition = verdict == .unknown ? Self.isVerdict : "state = \(DeliveryState.unknown.rawValue)"
            return try connection.query(
                """
                UPDATE message SET state = $2, error_key = $3, error_message = $4
                FROM plan_run WHERE plan = $1 AND id BETWEEN first_message AND first_message + length - 1 AND (\(condition))
                """, [plan.id, verdict.state.rawValue, verdict.errorKey, verdict.meaning]
            ).changes
        }
    }

    package func takeBack(_ entries: [Int64]) throws {
        try write { connection in
            var states = try connection.states(of: entries, locks: true)
            for entry in entries {
                let known = states[entry]
                guard let known, PersonVerdict.unknown.applies(to: known.state, errorKey: known.errorKey) else {
                    throw LedgerFault.transitionRefused(entry: entry, from: known?.state, to: .unknown)
                }
                states[entry] = (.unknown, PersonVerdict.unknown.errorKey)
            }
            try connection.query(
                "UPDATE message SET state = $2, error_key = $3, error_message = $4 WHERE id = ANY ($1::bigint[])",
                [
                    entries, DeliveryState.unknown.rawValue, PersonVerdict.unknown.errorKey,
                    PersonVerdict.unknown.meaning,
                ])
        }
    }

    /// How long after it was taken over from a sender may still have a request under way, beside its lease: the longest usual
    /// exchange, and a minute.
    private static let grace: Duration = .seconds(90)

    /// Refuses to call messages not sent that a sender claimed which may still wake: it was frozen, say, between its last look at its
    /// lease and the moment the key leaves. One that is surely dead, or left, cannot.
    private static func refuseEarly(_ entries: [Int64], _ connection: Connection, ledger: String) throws {
        guard !entries.isEmpty else { return }
        let row = try connection.query(
            """
            SELECT host, ceil(extract(epoch FROM fenced_at + lease + $2::bigint * interval '1 ms' - clock_timestamp()))::bigint
            FROM message JOIN member ON member.id = message.member CROSS JOIN ledger
            WHERE message.id = ANY ($1::bigint[]) AND message.error_key = '\(RecordedErrorKey.interrupted.rawValue)'
                AND member.state = 'fenced' AND fenced_at + lease + $2::bigint * interval '1 ms' > clock_timestamp()
            ORDER BY 2 DESC LIMIT 1
            """, [entries, grace.wholeMilliseconds]
        ).first
        guard let row else { return }
        throw LedgerFault.mayStillLeave(ledger: ledger, host: row.text(0) ?? "", seconds: Int(row.integer(1)))
    }

    private static let isVerdict = [PersonVerdict.sent, .notSent].map {
        "state = \($0.state.rawValue) AND error_key = '\($0.errorKey)'"
    }.joined(separator: " OR ")
}
