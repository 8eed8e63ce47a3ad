import Testing

@testable import BatchEngine

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
