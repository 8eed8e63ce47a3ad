import BatchModel
import LedgerStore

/// What a commit has to do with the others who send the same run: what it tells them, how it claims beside them, what it hears.
struct FleetCommit {
    let part: FleetPart
    let told: FleetTelling?

    /// `told` nil tells nothing.
    init(_ part: FleetPart, _ told: FleetTelling?) { (self.part, self.told) = (part, told) }

    // MARK: Telling

    /// Adds to what the run counts, in the transaction of the results that it was learnt from; a limit that is reached with it ends the
    /// run for all. Where there is nothing to tell the run's row is not locked: all commits of all members would come one after the other.
    private static let tell = """
        WITH told AS (
            SELECT $2::bigint AS failed, $3::boolean AS has_answers, $4::text AS key, $5::text AS words, $6::bigint AS count,
                $7::boolean AS is_anew, $8::boolean AS opens, $9::text AS stop, $10::bigint AS most_failed,
                $11::bigint AS before_success, $12::bigint AS in_a_row, $13::bigint AS leader),
        counted AS (
            SELECT id, run.failed + told.failed AS failed, run.leads AND NOT told.opens AS leads,
                CASE WHEN NOT has_answers THEN refusal_key ELSE told.key END AS key,
                CASE WHEN NOT has_answers THEN refusal_message ELSE told.words END AS words,
                CASE WHEN NOT has_answers THEN refusal_count WHEN told.key IS NULL THEN 0
                    WHEN NOT is_anew AND refusal_key = told.key THEN refusal_count + told.count ELSE told.count END AS count,
                told.failed > 0 AS is_worse, has_answers AND told.key IS NOT NULL AS is_refused, stop, most_failed,
                before_success, in_a_row, leader
            FROM run, told WHERE id = $1 FOR UPDATE OF run)
        UPDATE run SET failed = counted.failed, refusal_key = key, refusal_message = words, refusal_count = count,
            leads = counted.leads,
            lead = CASE WHEN counted.leads THEN coalesce(run.lead, leader) END,
            stop_reason = coalesce(stop_reason, counted.stop,
                CASE WHEN is_worse AND counted.failed >= most_failed THEN 'budget'
                    WHEN is_refused AND count >= CASE WHEN counted.leads THEN before_success ELSE in_a_row END THEN 'refusals' END)
        FROM counted WHERE run.id = counted.id
        """

    private static let close = """
        UPDATE pace SET closed_until = greatest(closed_until, clock_timestamp() + $2::bigint * interval '1 us') WHERE site = $1
        """

    /// The statements that tell.
    func tellings(by member: Int64) -> [PipelinedStatement] {
        guard let told, told.isDue || told.wantsLead else { return [] }
        let (refusals, terms) = (told.refusals, part.terms)
        let counts: [any SQLParameter] = [
            part.run, told.failed, refusals != nil, refusals?.key?.kept, refusals?.message?.kept, refusals?.count ?? 0,
            refusals?.isAnew ?? false, told.opens, told.stop, terms.mostFailed, terms.refusalsBeforeSuccess,
            terms.refusalsInARow, told.wantsLead ? member : Int64?.none,
        ]
        let closing = told.closedFor.map { PipelinedStatement(Self.close, [terms.site, $0.wholeMicroseconds]) }
        return [PipelinedStatement(Self.tell, counts), closing].compactMap(\.self)
    }
}

extension Duration {
    /// The duration in whole microseconds.
    var wholeMicroseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}
