import BatchModel
import LedgerStore

/// One commit of a member as statements: its fence, results, claims, the end.
struct Commit {
    let settlements: [Settlement]
    let entries: [Int64]
    let member: Member
    /// What is still claimed once the results are recorded.
    let settled: Set<Int64>
    /// What it has to do with the others who send the same run; nil where there can be none.
    let fleet: FleetCommit?
    private let campaign: Int64
    private let milliseconds: Int64

    init(
        _ settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64,
        as member: Member, fleet: FleetCommit? = nil
    ) {
        self.fleet = fleet
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
                finished_at = coalesce(result.ended, message.finished_at), duration = result.duration,
                run = CASE WHEN result.state = \(DeliveryState.notSent.rawValue) AND result.attempts = 0 THEN NULL ELSE message.run END
            FROM unnest($1::bigint[], $2::smallint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::bigint[],
                $8::bigint[]) AS result (id, state, attempts, status, key, words, ended, duration)
            WHERE message.id = result.id AND message.state = \(DeliveryState.claimed.rawValue) AND message.member = $9
            RETURNING 1)
        SELECT 1 / (count(*) = $10::bigint)::integer FROM settled
        """

    private static let claim = """
        UPDATE message SET state = \(DeliveryState.claimed.rawValue), campaign = $2, finished_at = $3, member = $4, run = NULL
        WHERE id = ANY ($1::bigint[])
            AND state IN (\(DeliveryState.sqlList { DeliveryState.transitions[$0]?.contains(.claimed) ?? false }))
        RETURNING id
        """

    /// What it sends after the beginning of its transaction.
    func statements(_ fence: (Member, Set<Int64>) -> PipelinedStatement) -> [PipelinedStatement] {
        var statements = [fence(member, settled.union(entries))]
        statements += fleet?.tellings(by: member.id) ?? []
        if !settlements.isEmpty { statements.append(settling) }
        if let fleet {
            if !entries.isEmpty {
                statements.append(fleet.claim(entries, campaign: campaign, at: milliseconds, by: member.id))
            }
            statements.append(fleet.hearing(by: member.id))
        } else if !entries.isEmpty {
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

    /// The place of its results among the statements, its fence being the first.
    var placeOfResults: Int { 1 + (fleet?.tellings(by: member.id).count ?? 0) }

    /// Which entries it won, by the answers to all its statements; of a sender with others also what they told.
    func outcome(_ answers: [PostgresRows], after beginning: Int) -> (won: Set<Int64>, news: FleetNews?) {
        let next = beginning + placeOfResults + (settlements.isEmpty ? 0 : 1)
        guard let fleet else {
            return (entries.isEmpty ? [] : Set(answers[next].map { $0.integer(0) }), nil)
        }
        var news = fleet.news(answers[entries.isEmpty ? next : next + 1])
        guard !entries.isEmpty else { return ([], news) }
        return (fleet.claims(entries, answers[next], &news), news)
    }

    /// Those of the entries that were won, in the order asked, each once.
    static func inOrder(_ entries: [Int64], _ won: Set<Int64>) -> [Int64] {
        var left = won
        return entries.filter { left.remove($0) != nil }
    }
}
