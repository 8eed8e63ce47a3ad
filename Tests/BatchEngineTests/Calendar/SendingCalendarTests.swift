import Testing

@testable import BatchEngine

@Suite("A sending calendar")
struct SendingCalendarTests {
    private func calendar(_ window: String? = nil, perDay: Int? = nil, zone: String = "Europe/Paris") throws
        -> SendingCalendar
    {
        var calendar = SendingCalendar()
        calendar.clock = try #require(LocalClock(zone: zone))
        calendar.window = try window.map { try #require(SendingWindow($0)) }
        calendar.perDay = perDay
        return calendar
    }

    @Test(
        "waits until the window opens next, across nights, week-ends and changes of the clock",
        arguments: [
            ("09:00-18:00", "2026-11-23T17:00", "2026-11-24T08:00"),
            ("09:00-18:00,mon-fri", "2026-11-20T17:30", "2026-11-23T08:00"),
            ("22:00-06:00", "2026-11-23T12:00", "2026-11-23T21:00"),
            // The night in which an hour is skipped, and the one in which an hour comes twice.
            ("09:00-18:00", "2026-03-28T18:00", "2026-03-29T07:00"),
            ("09:00-18:00", "2026-10-24T17:00", "2026-10-25T08:00"),
            // An opening in the skipped hour: the next day, or the next week.
            ("02:15-02:45", "2026-03-28T12:00", "2026-03-30T00:15"),
            ("02:15-02:45,sun", "2026-03-28T12:00", "2026-04-05T00:15"),
            ("02:15-04:00", "2026-03-28T12:00", "2026-03-29T01:00"),
            ("02:15-02:45", "2026-10-25T00:45", "2026-10-25T01:15"),
        ])
    func waits(window: String, instant: String, until: String) throws {
        var calendar = try calendar(window)
        let now = try utc(instant)
        #expect(calendar.opening(at: now) == .closed(until: try utc(until), .window))
        #expect(calendar.opening(at: now + 1) == .closed(until: try utc(until), .window))
        #expect(calendar.opening(at: try utc(until) - 1) == .closed(until: try utc(until), .window))
        #expect(calendar.opening(at: try utc(until)) == .open(places: nil))
    }

    @Test("counts a day's attempts and waits for midnight on the user's clock")
    func quota() throws {
        var calendar = try calendar(perDay: 3)
        let now = try utc("2026-11-22T20:00")
        #expect(calendar.opening(at: now) == .open(places: 3))
        calendar.count(2, at: now)
        #expect(calendar.opening(at: now) == .open(places: 1))
        calendar.count(at: now)
        #expect(calendar.opening(at: now) == .closed(until: try utc("2026-11-22T23:00"), .dailyQuota))
        #expect(calendar.opening(at: try utc("2026-11-22T23:00")) == .open(places: 3))
    }

    @Test("goes on with what an earlier run counted today, and forgets what it counted on another day")
    func resumes() throws {
        var first = try calendar(perDay: 10)
        let now = try utc("2026-11-22T20:00")
        first.count(4, at: now)
        var record = PacingRecord()
        first.keep(in: &record)
        var second = try calendar(perDay: 10)
        second.resume(PacingRecord(record.values))
        #expect(second.opening(at: now) == .open(places: 6))
        #expect(second.opening(at: try utc("2026-11-23T20:00")) == .open(places: 10))
    }

    @Test(
        "lasts 23 and 25 hours on the days of change", arguments: [("2026-03-28T23:00", 23), ("2026-10-24T22:00", 25)])
    func longDays(midnight: String, hours: Int64) throws {
        var calendar = try calendar(perDay: 1)
        let start = try utc(midnight)
        calendar.count(at: start)
        #expect(calendar.opening(at: start) == .closed(until: start + hours * 3_600_000, .dailyQuota))
    }

    @Test("does not give the quota twice when the clock is set back over midnight, and a day later gives it anew")
    func setBack() throws {
        var calendar = try calendar(perDay: 2)
        let late = try utc("2026-11-24T23:30")
        calendar.count(2, at: late)
        #expect(calendar.opening(at: late - 3_600_000) == .closed(until: try utc("2026-11-24T23:00"), .dailyQuota))
        #expect(calendar.opening(at: late + 86_400_000) == .open(places: 2))
    }

    @Test("asks nothing of the clock without rules")
    func alwaysOpen() {
        var calendar = SendingCalendar()
        #expect(calendar.isAlwaysOpen)
        #expect(calendar.opening(at: 0) == .open(places: nil))
    }
}
