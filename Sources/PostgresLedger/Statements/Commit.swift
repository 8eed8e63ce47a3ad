import BatchModel
import LedgerStore

/// One commit of a member as statements: its fence, results, claims, the end.
struct Commit {
    let settlements: [Settlement]
    let entries: [Int64]
    let member: Member
    /// What is still claimed once the results are recorded.
    let settled: Set<Int64>
    private let campaign: Int64
    private let milliseconds: Int64

    init(
        _ settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64,
        as member: Member
    ) {
        self.settlements = settlements
        self.entries = entries
        self.member = member
        settled = member.claims.subtracting(settlements.map(\.entry))
        self.campaign = campaign.id
        self.milliseconds = milliseconds
    }

    /// A settlement that finds no claimed message of this member divides by nothing.
    private static let settle = """
        WITH settled AS (
            UPDATE message SET state = result.state, attempts = message.attempts + result.attempts, http_status = result.status,
                error_key = result.key, error_message = result.words,
                finished_at = coalesce(result.ended, message.finished_at), duration = result.duration
            FROM unnest($1::bigint[], $2::smallint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::bigint[],
                $8::bigint[]) AS result (id, state, attempts, status, key, words, ended, duration)
            WHERE message.id = result.id AND message.state = \(DeliveryState.claimed.rawValue) AND message.member = $9
            RETURNING 1)
        SELECT 1 / (count(*) = $10::bigint)::integer FROM settled
        """

    private static let claim = """
        UPDATE message SET state = \(DeliveryState.claimed.rawValue), campaign = $2, finished_at = $3, member = $4
        WHERE id = ANY ($1::bigint[])
            AND state IN (\(DeliveryState.sqlList { DeliveryState.transitions[$0]?.contains(.claimed) ?? false }))
        RETURNING id
        """

    /// What it sends after the beginning of its transaction.
    func statements(_ fence: (Member, Set<Int64>) -> PipelinedStatement) -> [PipelinedStatement] {
        var statements = [fence(member, settled.union(entries))]
        if !settlements.isEmpty { statements.append(settling) }
        if !entries.isEmpty {
            statements.append(
                PipelinedStatement(Self.claim, [Set(entries).sorted(), campaign, milliseconds, member.id]))
        }
        return statements + [PipelinedStatement("COMMIT")]
    }

    private var settling: PipelinedStatement {
        PipelinedStatement(Self.settle, Self.results(settlements) + [member.id, settlements.count])
    }

    /// Results as eight arrays: number, state, attempts, status, key, message, end, duration.
    static func results(_ settlements: [Settlement]) -> [any SQLParameter] {
        let traces = settlements.map(\.trace)
        return [
            settlements.map(\.entry), settlements.map(\.state.rawValue), traces.map(\.attempts),
            traces.map(\.httpStatus),
            traces.map { $0.errorKey?.kept }, traces.map { $0.errorMessage?.kept },
            traces.map(\.finishedAtMilliseconds), traces.map(\.durationMilliseconds),
        ]
    }

    /// Which entries it won, by the answers to all its statements.
    func claims(_ answers: [PostgresRows], after beginning: Int) -> Set<Int64> {
        guard !entries.isEmpty else { return [] }
        return Set(answers[beginning + (settlements.isEmpty ? 1 : 2)].map { $0.integer(0) })
    }

    /// Those of the entries that were won, in the order asked, each once.
    static func inOrder(_ entries: [Int64], _ won: Set<Int64>) -> [Int64] {
        var left = won
        return entries.filter { left.remove($0) != nil }
    }
}
