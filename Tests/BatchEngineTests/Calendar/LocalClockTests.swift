import Testing

@testable import BatchEngine

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
