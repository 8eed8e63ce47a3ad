import LedgerStore

extension DispatchPolicy {
    /// Takes note of what the others told with a commit that was to claim so many rows.
    mutating func heard(_ news: FleetNews, claiming count: Int, at now: Duration) {
        fleet?.heard(news, claiming: count, at: now)
        if let span = news.closedFor { close(until: now + span, .retryAfter) }
        guard let day = news.day else { return }
        var counted = PacingRecord()
        (counted.day, counted.startedOnDay) = (day, news.startedOnDay)
        calendar.resume(counted)
    }

    /// What there is to tell the others, once; nil where there can be none.
    mutating func telling(claims: Bool, wall: Int64, lookahead: Duration) -> FleetTelling? {
        guard fleet != nil else { return nil }
        let day = countsDays ? calendar.clock.reading(at: wall).day : nil
        return fleet?.telling(claims: claims, day: day, lookahead: lookahead)
    }

    /// Takes note of why this sender stops: for the others, unless it is no more than its own affair. One that the site has never
    /// answered, while others are, has the fault on its own side.
    mutating func stopped(_ reason: StopReason) {
        guard let phase = fleet?.phase else { return }
        let isOwn = phase == .open && !judge.hasWellFormedReply
        if !isOwn { fleet?.stop(reason) }
    }

    /// When to look again at the latest: sooner where there are others to hear of.
    func latestLook(_ instant: Duration?, at now: Duration) -> Duration? {
        guard let pause = fleet?.pause else { return instant }
        return min(instant ?? now + pause, now + pause)
    }
}
