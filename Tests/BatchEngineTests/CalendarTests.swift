import Reporting
import Testing

@testable import BatchEngine

/// An instant written in UTC as `2026-03-29T01:00`.
private func utc(_ text: String) throws -> Int64 { try #require(Timestamp.milliseconds(text + ":00.000Z")) }

@Suite("A local clock")
struct LocalClockTests {
    @Test(
        "shows what clocks on the wall show, on both sides of a change to and from summer time",
        arguments: [
            ("Europe/Paris", "2026-03-29T00:59", 119), ("Europe/Paris", "2026-03-29T01:00", 180),
            ("Europe/Paris", "2026-10-25T00:59", 179), ("Europe/Paris", "2026-10-25T01:00", 120),
            ("Asia/Kolkata", "2026-06-01T20:00", 90), ("America/St_Johns", "2026-01-15T03:29", 1_439),
            ("UTC", "2026-01-01T00:00", 0), ("America/New_York", "1969-12-31T23:59", 1_139),
        ])
    func readings(zone: String, instant: String, minute: Int) throws {
        let clock = try #require(LocalClock(zone: zone))
        #expect(clock.reading(at: try utc(instant)).minute == minute)
    }

    @Test(
        "knows the day of the week",
        arguments: [("2026-11-22T12:00", 6), ("2026-11-23T12:00", 0), ("1970-01-01T00:00", 3)])
    func weekdays(instant: String, weekday: Int) throws {
        let clock = try #require(LocalClock(zone: "UTC"))
        #expect(clock.reading(at: try utc(instant)).weekday == weekday)
    }

    @Test(
        "writes an instant for people",
        arguments: [
            ("2026-11-22T15:32", "16:32"), ("2026-11-24T08:00", "Tue 09:00"), ("2026-11-28T23:00", "2026-11-29 00:00"),
            ("2027-01-01T08:00", "2027-01-01 09:00"), ("2026-11-20T08:00", "2026-11-20 09:00"),
        ])
    func texts(instant: String, text: String) throws {
        let clock = try #require(LocalClock(zone: "Europe/Paris"))
        #expect(clock.text(try utc(instant), at: try utc("2026-11-22T10:00")) == text)
    }

    @Test("is refused for a zone nobody knows", arguments: ["", "Mars/Base", "europe/nowhere", "09:00"])
    func refuses(zone: String) { #expect(LocalClock(zone: zone) == nil) }
}

@Suite("A sending window")
struct SendingWindowTests {
    @Test(
        "is read",
        arguments: [
            "09:00-18:00", "9:00-18:00", "00:00-24:00", "22:00-06:00", "09:00-18:00,mon-fri", "09:00-18:00,SAT",
            "09:00-12:00,mon,wed-thu", "00:00-12:00,fri-mon",
        ])
    func accepts(text: String) { #expect(SendingWindow(text) != nil) }

    @Test(
        "is refused when it is not one, or never opens",
        arguments: [
            "", "09:00", "09:00-", "-18:00", "09:00-18:00-20:00", "9-18", "09:60-10:00", "24:00-06:00", "09:00-24:01",
            "09:00-09:00", "09:00-18:00,", "09:00-18:00,monday", "09:00-18:00,mon-", "09:0-18:00", "+9:00-18:00",
        ])
    func refuses(text: String) { #expect(SendingWindow(text) == nil) }

    /// In Paris: clocks go from 02:00 to 03:00 on Sunday 29 March 2026, and from 03:00 to 02:00 on Sunday 25 October 2026.
    private static let cases: [(window: String, instant: String, isOpen: Bool)] = [
        ("09:00-18:00", "2026-11-23T07:59", false), ("09:00-18:00", "2026-11-23T08:00", true),
        ("09:00-18:00", "2026-11-23T16:59", true), ("09:00-18:00", "2026-11-23T17:00", false),
        ("09:00-18:00", "2026-07-23T07:00", true), ("09:00-18:00", "2026-07-23T16:00", false),
        ("09:00-18:00,mon-fri", "2026-11-22T12:00", false), ("09:00-18:00,mon-fri", "2026-11-23T12:00", true),
        ("22:00-06:00,fri", "2026-11-27T20:59", false), ("22:00-06:00,fri", "2026-11-27T21:00", true),
        ("22:00-06:00,fri", "2026-11-28T04:59", true), ("22:00-06:00,fri", "2026-11-28T05:00", false),
        ("22:00-06:00,fri", "2026-11-28T21:00", false), ("22:00-06:00,fri", "2026-11-27T04:00", false),
        ("00:00-24:00", "2026-11-22T23:00", true), ("00:00-24:00,sun", "2026-11-22T22:59", true),
        ("00:00-24:00,sun", "2026-11-22T23:00", false),
        ("01:00-02:30", "2026-03-29T00:59", true), ("01:00-02:30", "2026-03-29T01:00", false),
        ("02:15-04:00", "2026-03-29T01:00", true), ("02:15-02:45", "2026-10-25T00:20", true),
        ("02:15-02:45", "2026-10-25T00:50", false), ("02:15-02:45", "2026-10-25T01:20", true),
    ]

    @Test("is open when the clock on the wall says so", arguments: cases)
    func opens(window: String, instant: String, isOpen: Bool) throws {
        let clock = try #require(LocalClock(zone: "Europe/Paris"))
        let window = try #require(SendingWindow(window))
        #expect(window.isOpen(at: clock.reading(at: try utc(instant))) == isOpen)
    }
}

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

@Suite("The kept pacing")
struct PacingRecordTests {
    @Test(
        "makes the next run wait for the rest of the interval, and never longer",
        arguments: [(0, 3_600), (600, 3_000), (3_600, 0), (10_000, 0), (-86_400, 3_600)])
    func waits(later: Int64, seconds: Int64) throws {
        var record = PacingRecord()
        record.lastStart = 1_800_000_000_000
        let wait = PacingRecord(record.values).wait(
            for: try #require(SendRate("1/h")), at: 1_800_000_000_000 + later * 1_000)
        #expect(wait == .seconds(seconds))
    }

    @Test("means nothing when it is damaged or missing")
    func damaged() throws {
        let rate = try #require(SendRate("1/h"))
        #expect(PacingRecord([:]).wait(for: rate, at: 0) == .zero)
        #expect(PacingRecord(["last_start": "soon", "day": "x", "started_on_day": "?"]) == PacingRecord())
    }
}

@Suite("A forecast")
struct SendingForecastTests {
    private func forecast(_ rows: Int, _ rate: String?, window: String? = nil, perDay: Int? = nil) throws -> String? {
        var calendar = SendingCalendar()
        calendar.clock = try #require(LocalClock(zone: "Europe/Paris"))
        calendar.window = try window.map { try #require(SendingWindow($0)) }
        calendar.perDay = perDay
        return SendingForecast(
            rows: rows, rate: try rate.map { try #require(SendRate($0)) }, calendar: calendar,
            from: try utc("2026-11-23T15:18"))?.text
    }

    @Test("says how long and until when")
    func plain() throws {
        #expect(try forecast(4_210, "5/s") == "at 5/s: about 14 min, ends 16:32")
        #expect(try forecast(11, "1/s") == "at 1/s: about 10 s, ends 16:18")
        #expect(try forecast(14, "50/s") == "at 50/s: less than a second, ends 16:18")
        #expect(try forecast(100_000, "2/s") == "at 2/s: about 13 h 53 min, ends Tue 06:11")
    }

    @Test("heeds the window and the daily quota")
    func calendar() throws {
        // 1 h 42 min of Monday are left: 6,120 rows; the rest from 09:00 on.
        let overnight = try forecast(6_181, "1/s", window: "09:00-18:00")
        #expect(overnight == "at 1/s: about 16 h 43 min, ends Tue 09:01")
        // The first one leaves at once, the others an interval later each.
        #expect(try forecast(3, "1/h", window: "09:00-23:00") == "at 1/h: about 2 h, ends 18:18")
        #expect(try forecast(250, "1/s", perDay: 100) == "at 1/s, 100 a day: about 1 d 8 h, ends Wed 00:00")
        #expect(try forecast(250, nil, perDay: 100) == "at 100 a day: about 1 d 8 h, ends Wed 00:00")
        #expect(try forecast(1_000_000, nil, perDay: 10) == "at 10 a day: more than a year")
        // 50 on Monday, Tuesday, Wednesday and Thursday each, as the rate alone would make 480 a day of them.
        let slow = try forecast(200, "20/h", perDay: 50)
        #expect(slow == "at 20/h, 50 a day: about 2 d 10 h, ends Thu 02:29")
    }

    @Test("is guessed where only the site sets the pace, by so many at a time")
    func guess() throws {
        func guess(_ rows: Int, window: String? = nil) throws -> String {
            var calendar = SendingCalendar()
            calendar.clock = try #require(LocalClock(zone: "Europe/Paris"))
            calendar.window = try window.map { try #require(SendingWindow($0)) }
            let text = SendingForecast(
                guessing: rows, atATime: 4, calendar: calendar, from: try utc("2026-11-23T15:18")
            ).text
            return text.replacing("as fast as the site answers, 4 at a time: ", with: "")
        }
        #expect(try guess(14) == "about 2 s if each takes half a second")
        #expect(try guess(16) == "about 2 s if each takes half a second")
        #expect(try guess(1) == "about 1 s if each takes half a second")
        #expect(try guess(10_000) == "about 21 min if each takes half a second")
        #expect(try guess(14, window: "09:00-18:00") == "about 2 s if each takes half a second, ends 16:18")
        #expect(try guess(14, window: "09:00-10:00") == "about 16 h 42 min if each takes half a second, ends Tue 09:00")
        #expect(try guess(86_400, window: "09:00-17:18").hasSuffix(", ends Tue 11:00"))
    }

    @Test("says nothing when only the site sets the pace")
    func none() throws { #expect(try forecast(4_210, nil, window: "09:00-18:00") == nil) }
}
