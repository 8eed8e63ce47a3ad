import BatchModel
import LedgerStore

/// What a member does that others took over from.
extension Session {
    /// Settles what took over made unknown and nobody has said anything about since: who heard the answer knows best.
    private static let settleLate = """
        WITH settled AS (
            UPDATE message SET state = result.state, attempts = message.attempts - 1 + result.attempts, http_status = result.status,
                error_key = result.key, error_message = result.words,
                finished_at = coalesce(result.ended, message.finished_at), duration = result.duration
            FROM unnest($1::bigint[], $2::smallint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::bigint[],
                $8::bigint[]) AS result (id, state, attempts, status, key, words, ended, duration)
            WHERE message.id = result.id AND message.state = \(DeliveryState.unknown.rawValue) AND message.member = $9
                AND message.error_key = '\(RecordedErrorKey.interrupted.rawValue)'
            RETURNING 1)
        SELECT 1 / (count(*) = $10::bigint)::integer FROM settled
        """

    /// Records results of a member that may claim nothing any more, all or none, and says why there will be no more.
    ///
    /// - Throws: the fault, where one of them is not as the one who took over left it.
    func settleLate(_ settlements: [Settlement], after fault: LedgerFault) throws -> Committed {
        guard !settlements.isEmpty else { return Committed(claimed: [], end: fault) }
        guard let member else { throw fault }
        do {
            let connection = try connected()
            let late = PipelinedStatement(
                Self.settleLate, Commit.results(settlements) + [member.id, settlements.count])
            _ = try connection.pipeline(
                begin.map { PipelinedStatement($0) } + [late, PipelinedStatement("COMMIT")],
                until: .now + member.lease)
            try refuseWarnings(of: connection)
            return Committed(claimed: [], end: fault)
        } catch is ServerFault {
            // Whether it was made or not: the results are given to whoever runs this, who can have them taken by `resolve`.
            drop()
            throw fault
        }
    }
}
