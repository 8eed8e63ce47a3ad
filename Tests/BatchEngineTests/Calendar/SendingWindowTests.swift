import Testing

@testable import BatchEngine

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
