import LedgerStore

extension Delivery {
    /// How long before their slots rows are claimed. Of senders that share a rate each would hold as many places for as long as all slots of
    /// that time take: it is no longer than a few commits.
    var lookahead: Duration {
        guard policy.fleet != nil else { return Self.longestLookahead }
        return min(Self.longestLookahead, max(.milliseconds(10), recorder.commitTime * 3))
    }

    /// Hears of the others who send the same run, where no commit did so lately.
    mutating func hearOthers() async {
        guard policy.fleet?.isDue(at: clock.elapsed) ?? false, let news = await recorder.look() else {
            return heedFailure()
        }
        hear(news, claiming: [])
    }

    /// Takes note of what the others told with a commit that was to claim rows; those it did not try are claimed later.
    mutating func hear(_ news: FleetNews, claiming batch: [RowInFlight]) {
        let now = clock.elapsed
        let before = policy.fleet?.others
        policy.heard(news, claiming: batch.count, at: now)
        if before != news.others { observe(.senders(news.others + 1)) }
        putBack(batch.filter { news.untried.contains($0.row.entry) }, at: now)
        if let reason = StopReason(news) { stop(reason) }
    }

    private mutating func putBack(_ rows: [RowInFlight], at now: Duration) {
        for row in rows where row.attempts > 0 {
            retries.add(.init(row: row.row, attempts: row.attempts, due: now))
        }
        stock.putBack(rows.filter { $0.attempts == 0 }.map(\.row))
    }
}
