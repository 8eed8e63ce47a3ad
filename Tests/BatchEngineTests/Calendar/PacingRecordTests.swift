import Testing

@testable import BatchEngine

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
