import LedgerStore

extension FleetCommit {
    private static let hear = """
        SELECT leads, lead = member.id, lead IS NULL, stop_reason, draining, failed, refusal_key, refusal_message, refusal_count,
            (extract(epoch FROM closed_until - clock_timestamp()) * 1000000)::bigint,
            CASE WHEN next_slot = '-infinity' THEN 0
                ELSE (extract(epoch FROM next_slot - clock_timestamp()) * 1000000)::bigint END,
            day, started_on_day, (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
            (SELECT count(*) FROM member AS other WHERE other.run = run.id AND other.id <> $2 AND other.state = 'live'
                AND other.lease_until > clock_timestamp())
        FROM run JOIN member ON member.id = $2 LEFT JOIN pace ON site = $3 WHERE run.id = $1
        """

    /// The statement that hears of the others, the last of a commit.
    func hearing(by member: Int64) -> PipelinedStatement {
        PipelinedStatement(Self.hear, [part.run, member, part.terms.site])
    }

    /// Hears of the others beside a commit.
    func news(_ connection: Connection, by member: Int64) throws -> FleetNews? {
        let hearing = hearing(by: member)
        return news(try connection.query(hearing.sql, hearing.parameters))
    }

    /// What its answer says.
    func news(_ answer: PostgresRows) -> FleetNews? {
        guard let row = answer.first else { return nil }
        var news = FleetNews()
        if row.isTrue(0) { news.phase = .lead(row.isTrue(1) ? .own : row.isTrue(2) ? .free : .others) }
        news.stop = row.text(3)
        news.isDraining = row.isTrue(4)
        news.failed = Int(row.integer(5))
        news.refusals.key = row.text(6)
        news.refusals.message = row.text(7)
        news.refusals.count = Int(row.integer(8))
        news.closedFor = row.optionalInteger(9).flatMap { $0 > 0 ? .microseconds($0) : nil }
        news.nextSlot = .microseconds(max(0, row.integer(10)))
        news.day = row.optionalInteger(11).map(Int.init)
        news.startedOnDay = Int(row.integer(12))
        news.wall = row.integer(13)
        news.others = Int(row.integer(14))
        return news
    }
}
