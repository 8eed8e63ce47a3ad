import Foundation
import Reporting
import Testing

@Suite("Instants")
struct TimestampTests {
    @Test(
        "are written in UTC with milliseconds",
        arguments: zip(
            [
                0, 1, 999, 1_000, 951_782_399_999, 951_868_799_000, 1_709_164_800_000, 1_709_251_200_000,
                4_107_542_400_000, 1_785_661_200_120, -1, -1_000, -86_400_001, -2_203_891_200_000, 253_402_300_799_999,
            ] as [Int64],
            [
                "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.999Z",
                "1970-01-01T00:00:01.000Z", "2000-02-28T23:59:59.999Z", "2000-02-29T23:59:59.000Z",
                "2024-02-29T00:00:00.000Z", "2024-03-01T00:00:00.000Z", "2100-03-01T00:00:00.000Z",
                "2026-08-02T09:00:00.120Z", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.000Z",
                "1969-12-30T23:59:59.999Z", "1900-03-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
            ]))
    func table(milliseconds: Int64, text: String) {
        #expect(Timestamp.iso8601(milliseconds) == text)
        #expect(Timestamp.milliseconds(text) == milliseconds)
    }

    @Test(
        "are read only as they are written",
        arguments: [
            "99999999999-1-1T1:1:1.1Z", "2026-08-02T24:00:00.000Z",
            "2026-13-02T09:00:00.120Z", "2026-08-02T09:00:00.120", "2026-08-02T09:00:00.+12Z",
            "2026-08-02 09:00:00.120Z", "", "2026T08-02-09:00:00.120Z", "2026-08-02T09:00:00.120z",
            "٢٠26-08-02T09:00:00.1Z",
        ])
    func unread(text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
        #expect(Timestamp.milliseconds("2026-08-02T09:00:00.120Z") == 1_785_661_200_120)
    }

    @Test("agree with Foundation's calendar on every day of four hundred years, before 1970 too")
    func calendar() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyy-MM-dd"
        for day in stride(from: Int64(-25_000), through: 122_000, by: 97) {
            let expected = formatter.string(from: Date(timeIntervalSince1970: TimeInterval(day * 86_400)))
            #expect(Timestamp.iso8601(day * 86_400_000) == expected + "T00:00:00.000Z")
        }
    }
}
