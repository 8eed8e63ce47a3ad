import BatchModel
import Reporting
import Testing

@Suite("The CSV report")
struct CSVReportTests {
    @Test("shows every outcome as the stored file has it")
    func golden() throws {
        let text = try report(Samples.rows)
        #expect(try text == Golden.text("report.csv", recording: text))
    }

    @Test("begins with the columns of the interface and ends lines with CRLF")
    func header() throws {
        #expect(
            try report([])
                == "row,user,sender,success,error_key,error_message,outcome,http_status,attempts,finished_at,"
                + "duration_ms,id,row_digest\r\n")
    }

    @Test("begins with a byte-order mark only when asked, and is recognised either way")
    func byteOrderMark() throws {
        let sink = MemorySink()
        var writer = try CSVReportWriter(to: sink, withByteOrderMark: true)
        try writer.finish()
        #expect(Array(sink.text.utf8.prefix(3)) == [0xEF, 0xBB, 0xBF])
        #expect(sink.isCommitted)
        #expect(CSVReportWriter.recognises(Array(sink.text.utf8)))
        #expect(CSVReportWriter.recognises(Array(try report([]).utf8)))
    }

    @Test("is recognised when it was made before rows had digests")
    func earlier() {
        let head = CSVReportWriter.header.replacing(",row_digest", with: "")
        #expect(CSVReportWriter.recognises(Array(head.utf8)))
        #expect(!CSVReportWriter.recognises(Array(head.replacing(",id", with: "").utf8)))
    }

    @Test("ends each line with the row's digest, empty where there is none")
    func digest() throws {
        var row = Samples.entry(2, "u", .pending)
        row.digest = RowDigest(key: MessageKey(high: 0xAB, low: 1), ordinal: UInt32(2))
        let lines = try report([row, Samples.entry(3, "", .invalid)]).split(separator: "\r\n")
        #expect(lines[1].hasSuffix(",r1:00000000000000ab000000000000000100000002"))
        #expect(lines[2].hasSuffix(","))
    }

    @Test(
        "is not recognised in other files",
        arguments: [
            "", "row,user\r\n", "user,message\n", "row,user,sender,success,error_key,error_message,outcome\r\n",
        ])
    func foreign(head: String) {
        #expect(!CSVReportWriter.recognises(Array(head.utf8)))
    }

    @Test(
        "says true for sent, false for failures, and nothing for what nobody knows yet",
        arguments: zip(
            [Outcome.sent, .rejected, .notSent, .invalid, .unknown, .pending, .excluded],
            ["true", "false", "false", "false", "", "", ""]))
    func success(outcome: Outcome, cell: String) throws {
        let line = try report([Samples.entry(2, "u", outcome)]).split(separator: "\r\n")[1]
        #expect(line == "2,u,events,\(cell),,,\(outcome.rawValue),,0,,,,")
    }

    @Test("leaves cells empty that have no value and keeps empty texts apart from nothing else")
    func emptyCells() throws {
        let text = try report([Samples.entry(6, "", .invalid, sender: "")])
        #expect(text.hasSuffix("\r\n6,,,false,,,invalid,,0,,,,\r\n"))
    }

    @Test(
        "puts an apostrophe before what a spreadsheet would read as a formula",
        arguments: [
            "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", " =1", "\u{A0}=1", "  \t=1", "\"=1", "\u{3000}=1",
            "\u{FEFF}=1", "\u{200B}=1", "\u{200D}=1", "'=1", "''+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")",
            "+49 151 1",
        ])
    func formula(text: String) throws {
        let cell = try parsed(CSVReportWriter.cell(text))
        #expect(cell == "'" + DisplayText.withoutControls(text))
        #expect(CSVReportWriter.text(ofCell: cell) == DisplayText.withoutControls(text))
    }

    @Test(
        "puts an apostrophe before a leading control character", arguments: ["\t=1", "\r=1", "\n+1", "\u{0}=1", "\tx"])
    func leadingControl(text: String) {
        #expect(CSVReportWriter.cell(text) == "'\u{FFFD}" + text.unicodeScalars.dropFirst().map(String.init).joined())
    }

    @Test(
        "leaves other text alone",
        arguments: [
            "alice", "a=b", "a-b", "a@b.org", "1+1", "'quoted'", "'", "Ünïcödé", "🙂", "", " x", "é=1", "O'Neil",
        ])
    func plain(text: String) {
        #expect(CSVReportWriter.cell(text) == text)
        #expect(CSVReportWriter.text(ofCell: text) == text)
    }

    @Test("quotes commas and quotes, and doubles the quotes")
    func quoting() {
        #expect(CSVReportWriter.cell("a,b") == "\"a,b\"")
        #expect(CSVReportWriter.cell("a\"b") == "\"a\"\"b\"")
        #expect(CSVReportWriter.cell("\"") == "\"\"\"\"")
        #expect(CSVReportWriter.cell("=a,\"b\"") == "\"'=a,\"\"b\"\"\"")
        #expect(CSVReportWriter.cell("a,\u{301}b") == "\"a,\u{301}b\"")
        #expect(CSVReportWriter.cell("a\"\u{301}") == "\"a\"\"\u{301}\"")
    }

    @Test("shows every control character as U+FFFD and nothing else")
    func controls() {
        for value in UInt32(0)...0x100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isControl = value < 0x20 || (0x7F...0x9F).contains(value)
            let cell = CSVReportWriter.cell("a" + String(Character(scalar)) + "b")
            #expect(cell.contains("\u{FFFD}") == isControl, "U+\(String(value, radix: 16))")
            #expect(!cell.unicodeScalars.contains(where: DisplayText.isControl))
        }
        #expect(CSVReportWriter.cell("a\r\nb") == "a\u{FFFD}\u{FFFD}b")
    }

    @Test("has no cell a spreadsheet could compute, and every text can be told from its cell", arguments: Payloads.all)
    func payload(payload: String) throws {
        let table = CSVTable(try report([Payloads.row(2, payload)]))
        try #require(table.rows.count == 2)
        try #require(table.rows[1].count == CSVReportWriter.columns.count)
        for column in [1, 2, 4, 5, 11] {
            let cell = table.rows[1][column]
            let start = cell.unicodeScalars.first {
                !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
            }
            #expect(!["=", "+", "-", "@", "＝", "＋", "－", "＠", "\u{FFFD}"].contains(start), "\(cell)")
            let text = CSVReportWriter.text(ofCell: cell)
            #expect(Array(text.unicodeScalars) == Array(DisplayText.withoutControls(payload).unicodeScalars))
        }
    }

    private func report(_ rows: [ReportEntry]) throws -> String {
        let sink = MemorySink()
        var writer = try CSVReportWriter(to: sink)
        for row in rows { try writer.add(row) }
        try writer.finish()
        return sink.text
    }

    /// What a CSV reader takes from a cell.
    private func parsed(_ cell: String) throws -> String {
        guard cell.hasPrefix("\"") else { return cell }
        #expect(cell.hasSuffix("\""))
        return String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"")
    }
}
