import BatchModel
import Files
import Reporting
import Testing

@Suite("Every report format")
struct FormatTests {
    /// Formats that are text; a workbook has tests of its own.
    private static let texts = ReportFormat.allCases.filter { $0 != .xlsx }
    private static let withStatistics: [ReportFormat] = [.json, .html, .markdown, .junit]

    @Test(
        "shows every outcome as its stored file has it",
        arguments: zip(
            texts,
            [
                "report.csv", "report.json", "report.jsonl", "report.html", "report.md", "report.xml", "manifest.csv",
                "manifest.jsonl",
            ]))
    func golden(format: ReportFormat, name: String) throws {
        let report = try Samples.report(format, Samples.rows)
        let text = format == .html ? HTMLPage(report).withoutCode : report
        #expect(try text == Golden.text(name, recording: text))
    }

    @Test("is written when there is no row at all", arguments: ReportFormat.allCases)
    func empty(format: ReportFormat) throws {
        let text = try Samples.report(format, [], ReportContext())
        #expect(format == .jsonl || format == .manifestLines ? text.isEmpty : !text.isEmpty)
    }

    @Test("puts nothing in place when the counts are not those of its rows", arguments: withStatistics + [.xlsx])
    func countsMustAddUp(format: ReportFormat) throws {
        var statistics = ReportStatistics()
        for row in Samples.rows { statistics.add(row) }
        let sink = MemorySink()
        var writer = try format.writer(to: sink, context: Samples.context)
        for row in Samples.rows.dropLast() { try writer.add(row) }
        #expect(throws: FileFault.self) { try writer.finish(statistics) }
        #expect(!sink.isCommitted)
        #expect(throws: FileFault.self) { try writer.finish() }
        #expect(!sink.isCommitted)
    }

    @Test("counts all rows also when only some are listed", arguments: withStatistics)
    func only(format: ReportFormat) throws {
        var context = Samples.context
        context.filter.outcomes = [.unknown]
        let text = try Samples.report(format, Samples.rows, context)
        #expect(text.contains("1 of 8 was sent"))
        #expect(text.contains("dave"))
        #expect(!text.contains("carol"))
    }

    @Test("holds no character a terminal could obey", arguments: texts)
    func controls(format: ReportFormat) throws {
        guard format != .manifest else { return }  // its cells are the user's own, unchanged
        for payload in Payloads.terminal {
            let text = try Samples.report(format, [Payloads.row(2, payload)], Payloads.context(payload))
            for scalar in text.unicodeScalars where scalar != "\n" && !(scalar == "\r" && format == .csv) {
                #expect(!DisplayText.isControl(scalar), "\(format) \(payload.unicodeScalars.map(\.value))")
            }
        }
    }

    @Test("are chosen by the ending, whatever its case")
    func endings() {
        let table: [(String, ReportFormat?)] = [
            ("a.csv", .csv), ("a.JSON", .json), ("a.jsonl", .jsonl), ("a.ndjson", .jsonl), ("a.html", .html),
            ("a.htm", .html), ("a.md", .markdown), ("a.markdown", .markdown), ("a.xml", .junit), ("a.XLSX", .xlsx),
            ("a.manifest", nil),
            ("a.txt", nil), ("csv", nil), ("", nil), ("a.csv/b", nil),
        ]
        for (path, format) in table { #expect(ReportFormat(path: path) == format, "\(path)") }
        for format in ReportFormat.allCases { #expect(ReportFormat(name: format.rawValue) == format) }
        #expect(ReportFormat(name: "md") == .markdown && ReportFormat(name: "XML") == .junit)
        #expect(ReportFormat(name: "pdf") == nil && ReportFormat(name: "") == nil)
        #expect(ReportFormat.endings == ".csv .json .jsonl .html .md .xml .xlsx")
    }
}
