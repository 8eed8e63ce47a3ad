import Testing

@testable import GrupoAPI

@Suite("The Retry-After header")
struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT, the moment of RFC 9110's examples.
    static let moment: Int64 = 784_111_777

    @Test(
        "is read as seconds or as one of three dates",
        arguments: [
            ("0", 0), ("5", 5), ("86400", 86_400), (" 7 ", 7), ("1000000000", 1_000_000_000),
            ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sunday, 06-Nov-94 08:49:47 GMT", 10),
            ("Sun Nov  6 08:49:47 1994", 10), ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400),
            ("Wed, 29 Feb 2012 00:00:00 GMT", 546_361_823), ("Sun, 06 Nov 1994 08:49:27 GMT", 0),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ])
    func read(value: String, seconds: Int) {
        #expect(RetryAfter.wait(for: value, now: Self.moment) == .seconds(seconds))
    }

    @Test(
        "is ignored where it means nothing",
        arguments: [
            "", " ", "soon", "-5", "+5", "1.5", "1e9", "0x10", "123456789012x", "٣", "Sun, 06 Nov 1994",
            "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 08:49 GMT", "5, 10",
        ])
    func ignored(value: String) {
        #expect(RetryAfter.wait(for: value, now: Self.moment) == nil)
    }

    @Test(
        "is for ever when its number is too long to be meant",
        arguments: ["12345678901", "999999999999999999999999999999"])
    func forEver(value: String) {
        #expect(RetryAfter.wait(for: value, now: Self.moment) == .seconds(9_999_999_999))
    }

    @Test("given twice, means the longer wait")
    func twice() {
        #expect(RetryAfter.longest(of: ["3", "nonsense", "40"], now: 0) == .seconds(40))
        #expect(RetryAfter.longest(of: ["nonsense"], now: 0) == nil)
        #expect(RetryAfter.longest(of: [], now: 0) == nil)
    }
}
