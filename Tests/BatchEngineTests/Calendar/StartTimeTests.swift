import Reporting
import Testing

@testable import BatchEngine

@Suite("A time to begin at")
struct StartTimeTests {
    /// What `text` means at `now` (UTC) on a clock of Paris.
    private func moment(_ text: String, at now: String) throws -> StartTime.Moment? {
        let start = try #require(StartTime(text))
        return start.moment(from: try utc(now), on: try #require(LocalClock(zone: "Europe/Paris")))
    }

    @Test(
        "means a moment to come",
        arguments: [
            ("2026-12-01T09:00", "2026-12-01T08:00"), ("2026-12-01 09:00", "2026-12-01T08:00"),
            ("2026-12-01T09:00:00", "2026-12-01T08:00"), ("2026-12-01T09:00 UTC", "2026-12-01T09:00"),
            ("2026-12-01T09:00Z", "2026-12-01T09:00"), ("2026-12-01T09:00+05:30", "2026-12-01T03:30"),
            ("2026-12-01T09:00 America/New_York", "2026-12-01T14:00"), ("2026-12-01T08:00-01:00", "2026-12-01T09:00"),
            // The next nine o'clock; the one that is now counts.
            ("09:00", "2026-11-28T08:00"), ("18:30", "2026-11-27T17:30"), ("12:00", "2026-11-27T11:00"),
            ("11:59", "2026-11-28T10:59"), ("09:00 Asia/Tokyo", "2026-11-28T00:00"), ("23:00Z", "2026-11-27T23:00"),
        ])
    func means(text: String, instant: String) throws {
        let moment = try #require(try moment(text, at: "2026-11-27T11:00"))
        #expect(moment == StartTime.Moment(instant: try utc(instant), isShown: .once))
    }

    @Test("is past", arguments: ["2026-11-27T11:59", "2026-11-26T23:00", "2026-11-27T10:59Z", "1999-01-01T00:00"])
    func past(text: String) throws { #expect(try moment(text, at: "2026-11-27T11:00") == nil) }

    @Test(
        "that clocks skip or show twice is told apart",
        arguments: [
            // 29 March: from 02:00 to 03:00 there is nothing; 25 October: 02:00 to 03:00 comes twice.
            ("2026-03-29T02:30", "2026-03-01T00:00", "2026-03-29T01:00", StartTime.Shown.never),
            ("2026-03-29T01:59", "2026-03-01T00:00", "2026-03-29T00:59", .once),
            ("2026-03-29T03:00", "2026-03-01T00:00", "2026-03-29T01:00", .once),
            ("2026-10-25T02:30", "2026-10-01T00:00", "2026-10-25T00:30", .twice),
            // The first is over, the second is not.
            ("2026-10-25T02:30", "2026-10-25T00:40", "2026-10-25T01:30", .twice),
            ("02:30", "2026-03-28T20:00", "2026-03-29T01:00", .never),
            ("02:30", "2026-10-24T20:00", "2026-10-25T00:30", .twice),
            // Asked for just after the gap, it is the next night's.
            ("02:30", "2026-03-29T01:10", "2026-03-30T00:30", .once),
            // Half an hour forward at 02:00, and back to 01:30; forward at midnight.
            ("2026-10-04T02:15 Australia/Lord_Howe", "2026-10-01T00:00", "2026-10-03T15:30", .never),
            ("2026-04-05T01:45 Australia/Lord_Howe", "2026-03-01T00:00", "2026-04-04T14:45", .twice),
            ("2026-09-06T00:30 America/Santiago", "2026-09-01T00:00", "2026-09-06T04:00", .never),
        ])
    func odd(text: String, now: String, instant: String, shown: StartTime.Shown) throws {
        #expect(try moment(text, at: now) == StartTime.Moment(instant: try utc(instant), isShown: shown))
    }

    @Test("that both nights of a change have behind them is past")
    func pastTwice() throws { #expect(try moment("2026-10-25T02:30", at: "2026-10-25T01:31") == nil) }

    @Test("keeps its seconds")
    func seconds() throws {
        let instant = try #require(try moment("09:00:30Z", at: "2026-11-27T08:00")).instant
        #expect(instant == (try utc("2026-11-27T09:00")) + 30_000)
    }

    @Test(
        "is refused when it is none",
        arguments: [
            "", "9:00", "24:00", "09:60", "09:00:60", "2026-12-01", "2026-12-01T", "2026-02-30T09:00",
            "2026-13-01T09:00",
            "09:00 Mars/Base", "09:00Europe/Paris", "09:00+25:00", "tomorrow", "2026-12-01T09:00 ",
            "2026-12-01T09:00Zulu",
            "01.12.2026 09:00", "5m", "09:00 +5",
        ])
    func refuses(text: String) { #expect(StartTime(text) == nil) }
}

@Suite("A calendar with a start")
struct CalendarStartTests {
    private func calendar(window: String? = nil) throws -> SendingCalendar {
        var calendar = SendingCalendar()
        calendar.clock = try #require(LocalClock(zone: "UTC"))
        calendar.startsAt = try utc("2026-12-01T09:00")
        calendar.window = window.flatMap { SendingWindow($0) }
        return calendar
    }

    @Test("is closed until then and open from then on")
    func opens() throws {
        var calendar = try calendar()
        let start = try utc("2026-12-01T09:00")
        #expect(calendar.opening(at: start - 1) == .closed(until: start, .startTime))
        #expect(calendar.opening(at: start) == .open(places: nil))
        // A clock that is set back closes it again.
        #expect(calendar.opening(at: start - 60_000) == .closed(until: start, .startTime))
    }

    @Test("heeds its window after the start")
    func window() throws {
        var calendar = try calendar(window: "10:00-11:00")
        #expect(
            calendar.opening(at: try utc("2026-12-01T09:00"))
                == .closed(until: try utc("2026-12-01T10:00"), .window))
        #expect(calendar.opening(at: try utc("2026-12-01T10:30")) == .open(places: nil))
    }

    @Test("is told in a forecast, whatever sets the pace")
    func forecasts() throws {
        let (calendar, now) = (try calendar(), try utc("2026-11-27T20:00"))
        let paced = SendingForecast(rows: 600, rate: SendRate("1/s"), calendar: calendar, from: now)
        #expect(paced?.text == "at 1/s from Tue 09:00 on: about 10 min, ends Tue 09:09")
        let free = SendingForecast(rows: 600, rate: nil, calendar: calendar, from: now)
        #expect(free?.text == "from Tue 09:00 on")
        let guess = SendingForecast(guessing: 600, atATime: 4, calendar: calendar, from: now)
        #expect(
            guess.text
                == "from Tue 09:00 on, as fast as the site answers, 4 at a time: about 1 min 15 s if each takes half a second, ends Tue 09:01"
        )
        // What has come is no start to wait for.
        #expect(SendingForecast(rows: 5, rate: nil, calendar: calendar, from: try utc("2026-12-01T09:00")) == nil)
    }
}
