import BatchModel
import LedgerStore

extension FleetCommit {
    /// Whether the run lets this member claim: it goes on, nobody else goes ahead, and the site has not asked to wait.
    private static let isAllowed = """
        SELECT 1 FROM run JOIN member ON member.id = $4 WHERE run.id = $5 AND stop_reason IS NULL AND NOT draining
            AND (NOT leads OR lead = $4)
            AND NOT EXISTS (SELECT FROM pace WHERE site = $6 AND closed_until > clock_timestamp())
        """

    /// A result is final within a run: what it tried already only the member that did tries again.
    private static let take = """
        UPDATE message SET state = \(DeliveryState.claimed.rawValue), campaign = $2, finished_at = $3, member = $4, run = $5
        """

    private static let isFree = """
        (state = \(DeliveryState.pending.rawValue)
            OR state IN (\(DeliveryState.notSent.rawValue), \(DeliveryState.rejected.rawValue))
            AND (message.run IS DISTINCT FROM $5 OR message.member = $4))
        """

    private static let claim = """
        WITH allowed AS (\(isAllowed)),
        won AS (\(take) WHERE EXISTS (SELECT FROM allowed) AND id = ANY ($1::bigint[]) AND \(isFree) RETURNING id)
        SELECT CASE WHEN EXISTS (SELECT FROM allowed) THEN cardinality($1::bigint[]) ELSE 0 END, 0, ARRAY(SELECT id FROM won)
        """

    /// The same with places in time. The server's clock is read once the row of the site's pace is locked, and once more for the answer:
    /// whoever counts from its arrival is late rather than early. A day counts for the one before it, for clocks that are set back.
    private static let claimPaced = """
        WITH allowed AS (\(isAllowed)),
        locked AS (SELECT next_slot, day, started_on_day FROM pace WHERE site = $6 AND EXISTS (SELECT FROM allowed) FOR UPDATE),
        moment AS MATERIALIZED (SELECT *, clock_timestamp() AS now FROM locked),
        base AS (
            SELECT now, greatest(next_slot, now) AS slot, CASE WHEN day IN ($10, $10 + 1) THEN started_on_day ELSE 0 END AS started,
                CASE WHEN day = $10 + 1 THEN day ELSE $10 END AS day
            FROM moment),
        places AS (
            SELECT slot, started, day, least(cardinality($1::bigint[]), CASE WHEN $9::bigint IS NOT NULL THEN greatest(0, $9 - started) END,
                CASE WHEN $7::bigint IS NULL THEN cardinality($1::bigint[]) WHEN slot > now + $8::bigint * interval '1 us' THEN 0
                    ELSE floor((extract(epoch FROM now - slot) * 1000000 + $8) / $7)::bigint + 1 END)::bigint AS count
            FROM base),
        reserved AS (
            UPDATE pace SET next_slot = CASE WHEN count > 0 AND $7 IS NOT NULL
                    THEN slot + count * $7 * interval '1 us' ELSE next_slot END,
                day = coalesce(places.day, pace.day),
                started_on_day = CASE WHEN places.day IS NULL THEN started_on_day ELSE started + count END
            FROM places WHERE site = $6),
        won AS (
            \(take) WHERE id = ANY (($1::bigint[])[1:(SELECT count FROM places)]) AND \(isFree) RETURNING id)
        SELECT coalesce((SELECT count FROM places), 0), (SELECT (extract(epoch FROM slot - clock_timestamp()) * 1000000)::bigint FROM places),
            ARRAY(SELECT id FROM won)
        """

    /// The statement that claims entries; those beyond what the pace allows are left alone, the last first.
    func claim(
        _ entries: [Int64], campaign: Int64, at milliseconds: Int64, by member: Int64
    ) -> PipelinedStatement {
        let terms = part.terms
        let common: [any SQLParameter] = [entries, campaign, milliseconds, member, part.run, terms.site]
        let horizon = min(terms.horizon, told?.horizon ?? terms.horizon)
        guard part.isPaced else { return PipelinedStatement(Self.claim, common) }
        return PipelinedStatement(
            Self.claimPaced,
            common + [
                terms.spacing?.wholeMicroseconds, horizon.wholeMicroseconds, terms.perDay.map(Int64.init),
                told?.day,
            ] as [any SQLParameter])
    }

    /// Which entries were won; adds to the news when they may start, and which were not tried.
    func claims(_ entries: [Int64], _ answer: PostgresRows, _ news: inout FleetNews?) -> Set<Int64> {
        guard let row = answer.first else { return [] }
        let count = Int(row.integer(0))
        news?.untried = Set(entries.dropFirst(count))
        let won = Set(row.integers(2))
        guard let spacing = part.terms.spacing else { return won }
        let first = Duration.microseconds(row.integer(1))
        // What somebody else has done takes its place with it.
        news?.slots = entries.prefix(count).enumerated().filter { won.contains($1) }.map { first + spacing * $0.offset }
        return won
    }
}
