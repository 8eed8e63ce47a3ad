import BatchModel
import Files
import Foundation
import Reporting
import Testing

@Suite("A part of the rows")
struct RowFilterTests {
    private static let instant: Int64 = 1_785_661_207_002

    @Test(
        "is chosen by outcome, by the end of the last attempt, or both",
        arguments: [
            (RowFilter(), [2, 3, 4, 5, 6, 7, 8, 9]), (RowFilter(outcomes: [.rejected, .invalid]), [3, 6, 9]),
            (RowFilter(sinceMilliseconds: instant), [4, 5, 9]), (RowFilter(sinceMilliseconds: instant + 1), [5, 9]),
            (RowFilter(outcomes: [.rejected], sinceMilliseconds: instant), [9]), (RowFilter(outcomes: []), []),
        ] as [(RowFilter, [Int])])
    func chosen(filter: RowFilter, rows: [Int]) {
        #expect(Samples.rows.filter(filter.takes).map(\.row) == rows)
    }

    @Test("never holds a row that was not tried when a time is given")
    func neverTried() {
        let filter = RowFilter(sinceMilliseconds: .min)
        for outcome in Outcome.allCases { #expect(!filter.takes(Samples.entry(2, "a", outcome))) }
    }

    @Test("is said to be one in every format that says anything, and all rows are counted all the same")
    func note() throws {
        var context = Samples.context
        context.filter = RowFilter(outcomes: [.rejected], sinceMilliseconds: Self.instant)
        let words = "Only a part of the rows is listed (rejected; tried since 2026-08-02 09:00:07 UTC): 1 of 8."
        for format in [ReportFormat.html, .junit] {
            let text = try Samples.report(format, Samples.rows, context)
            #expect(text.contains(words) && text.contains("1 of 8 was sent"), "\(format)")
            #expect(text.contains("row 9") != text.contains(">9<") && !text.contains("row 3:"), "\(format)")
        }
        let page = try Samples.report(.markdown, Samples.rows, context)
        #expect(page.contains("Only a part of the rows is listed &#40;rejected&#59; tried since"))
        let whole = try Samples.report(.markdown, Samples.rows)
        #expect(!whole.contains("Only a part"))
    }

    @Test("is named in the JSON report with what it holds")
    func json() throws {
        var context = Samples.context
        context.filter = RowFilter(outcomes: [.rejected], sinceMilliseconds: Self.instant)
        let text = try Samples.report(.json, Samples.rows, context)
        let report = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let run = try #require(report["run"] as? [String: Any])
        #expect(run["since"] as? String == "2026-08-02T09:00:07.002Z" && run["only"] as? [String] == ["rejected"])
        #expect((report["counts"] as? [String: Int])?["total"] == 8)
        #expect((report["listed"] as? [String: Int])?["total"] == 1)
        #expect((report["rows"] as? [[String: Any]])?.map { $0["row"] as? Int } == [9])
    }

    @Test("that holds more rows than were counted puts nothing in place")
    func tooMany() throws {
        var context = Samples.context
        context.filter = RowFilter(sinceMilliseconds: 0)
        let sink = MemorySink()
        var writer = try ReportFormat.json.writer(to: sink, context: context)
        try writer.add(Samples.rows[0])
        #expect(throws: FileFault.self) { try writer.finish(ReportStatistics()) }
        #expect(!sink.isCommitted)
    }
}
