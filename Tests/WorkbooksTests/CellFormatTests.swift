import TestSupport
import Testing

@testable import Workbooks

@Suite("A format shows what Excel shows, or says that it cannot tell")
struct CellFormatTests {
    @Test(
        "Numbers",
        arguments: [
            ("0%", "0.25", "25%"), ("0.00%", "0.12345", "12.35%"), ("#,##0.00", "1234567.5", "1,234,567.50"),
            ("#,##0", "999", "999"), ("0.00", "-1.005", "-1.01"), ("#,##0.00;(#,##0.00)", "-5", "(5.00)"),
            ("[$€-407] #,##0.00", "3", "€ 3.00"), ("\"No. \"0000", "7", "No. 0007"),
            ("000-00-0000", "123456789", "123-45-6789"),
            ("0.0,,\" M\"", "12345678", "12.3 M"), ("#.##", "0.5", ".5"), ("0;-0;\"none\"", "0", "none"),
            ("[<=9999999]###-####;(###) ###-####", "5551234567", "(555) 123-4567"), ("General\" pts\"", "5", "5 pts"),
            ("[Red]0.0", "1", "1.0"), ("0.??", "1.5", "1.5 "), ("@", "12", "12"), ("#,##0 \\€", "1000", "1,000 €"),
        ])
    func numbers(format: String, number: String, shown: String) throws {
        let decimal = try #require(DecimalText(Array(number.utf8)))
        #expect(CellFormat(format).shown(decimal).map { String(decoding: $0, as: UTF8.self) } == shown)
    }

    @Test("What cannot be told", arguments: ["# ?/?", "0.00E+00", "[$-F800]0", "[DBNum1]0", "[<1]0;[>5]0"])
    func unknown(format: String) throws {
        #expect(CellFormat("0.00").shown(try #require(DecimalText(Array("-0.001".utf8)))) == nil)
        #expect(CellFormat("0.##").shown(try #require(DecimalText(Array("5".utf8)))) == nil)
        #expect(CellFormat(format).shown(try #require(DecimalText(Array("2.5".utf8)))) == nil)
    }

    @Test(
        "Dates and times",
        arguments: [
            ("yyyy-mm-dd", "46353", "2026-11-27", "2026-11-27"), ("dd\\.mm\\.yy", "46353", "2026-11-27", "27.11.26"),
            ("[$-409]d mmmm yyyy", "46353", "2026-11-27", "27 November 2026"), ("mmmm", "46353", "2026-11-27", nil),
            ("h:mm AM/PM", "0.604166666666667", "14:30:00", "2:30 PM"), ("h:mm", "0.75", "18:00:00", "18:00"),
            ("m/d/yyyy h:mm", "46353.604166666664", "2026-11-27T14:30:00", "11/27/2026 14:30"),
            ("yyyy-mm-dd", "59", "1900-02-28", "1900-02-28"), ("yyyy-mm-dd", "1", "1900-01-01", "1900-01-01"),
            ("yyyy-mm-dd", "61", "1900-03-01", "1900-03-01"), ("mm:ss.0", "0.000011574", "00:00:01", "00:01.0"),
            ("[$-409]ddd", "46353", "2026-11-27", "Fri"),
        ])
    func dates(format: String, number: String, iso: String, shown: String?) throws {
        let sheet = "<row r=\"1\"><c s=\"1\"><v>\(number)</v></c></row>"
        let cell = try #require(SheetSample(WorkbookText.excel(sheet, formats: [format])).cells.first)
        #expect(cell == SheetSample.Cell("A1", iso, .date(shown.map { Array($0.utf8) })))
    }

    @Test(
        "A text's format that shows something else, as the section for texts says",
        arguments: [
            ("\"Dear \"@", "Dear Bob"), (";;;", ""), ("0;-0;0;\"<\"@\">\"", "<Bob>"), ("0;;;", ""), ("@\"!\"", "Bob!"),
            ("@@", "BobBob"),
        ])
    func texts(format: String, shown: String) throws {
        for cell in ["<c s=\"1\" t=\"s\"><v>0</v></c>", "<c s=\"1\" t=\"str\"><v>Bob</v></c>"] {
            let bytes = WorkbookText.excel(
                "<row r=\"1\">\(cell)</row>", shared: "<si><t>Bob</t></si>", formats: [format])
            #expect(try SheetSample(bytes).cells == [SheetSample.Cell("A1", "Bob", .shownText(Array(shown.utf8)))])
        }
    }

    @Test(
        "A format for numbers leaves texts alone, and so do blanks around them",
        arguments: [
            "@", "General", "0.00", "0%", ";;", "0;-0;\"none\"", "\"No. \"0000",
            "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)",
            "0;-0;0;@", "yyyy-mm-dd", "yyyy-mm-dd;@", "[$-409]d mmm;@",
        ])
    func plainTexts(format: String) throws {
        let bytes = WorkbookText.excel("<row r=\"1\"><c s=\"1\" t=\"str\"><v>Bob</v></c></row>", formats: [format])
        #expect(try SheetSample(bytes).cells == [SheetSample.Cell("A1", "Bob")])
    }

    @Test(
        "A date's format that hides the time of the day is not plainly what it holds",
        arguments: [("yyyy-mm-dd", "2024-03-01"), ("dd\\.mm\\.yy", "01.03.24")])
    func hiddenTime(format: String, shown: String) throws {
        for (number, text) in [("45352.75", "2024-03-01T18:00:00"), ("45352", "2024-03-01")] {
            let sheet = "<row r=\"1\"><c s=\"1\"><v>\(number)</v></c></row>"
            let cell = try #require(SheetSample(WorkbookText.excel(sheet, formats: [format])).cells.first)
            let bytes = Array(shown.utf8)
            let doubt = text.contains("T") ? CellDoubt.shown(bytes, isLong: false) : .date(bytes)
            #expect(cell == SheetSample.Cell("A1", text, doubt))
        }
    }

    @Test(
        "A time's format that hides the day, and a span of time, are not plainly what they hold",
        arguments: [
            ("h:mm", "45415.75", "2024-05-03T18:00:00", "18:00"), ("h:mm", "1", "1900-01-01", "0:00"),
            ("h:mm AM/PM", "45415.75", "2024-05-03T18:00:00", "6:00 PM"),
            ("mm:ss", "1.5", "1900-01-01T12:00:00", "00:00"),
            ("[h]:mm", "1.5", "PT36H00M00S", "36:00"), ("[h]:mm", "0.75", "18:00:00", "18:00"),
        ])
    func hiddenDay(format: String, number: String, text: String, shown: String) throws {
        let sheet = "<row r=\"1\"><c s=\"1\"><v>\(number)</v></c></row>"
        let cell = try #require(SheetSample(WorkbookText.excel(sheet, formats: [format])).cells.first)
        #expect(cell == SheetSample.Cell("A1", text, .shown(Array(shown.utf8), isLong: false)))
    }

    @Test("Days are counted from 1904 where the workbook says so")
    func from1904() throws {
        let sheet = "<row r=\"1\"><c s=\"1\"><v>44891</v></c></row>"
        let cells = try SheetSample(WorkbookText.excel(sheet, formats: ["yyyy-mm-dd"], from1904: true)).cells
        #expect(cells.first?.text == "2026-11-27")
    }

    @Test("A date that never was is an error", arguments: ["60", "-1", "2958466", "0.5"])
    func noDate(number: String) throws {
        let sheet = "<row r=\"1\"><c s=\"1\"><v>\(number)</v></c></row>"
        let doubt = try SheetSample(WorkbookText.excel(sheet, formats: ["yyyy-mm-dd"])).cells.first?.doubt
        #expect(doubt == .error("\(number), which is no date"))
    }

    @Test(
        "Zeros in front are part of a code",
        arguments: [("00000", "123", "00123"), ("00000", "123456", "123456"), ("000", "0", "000")])
    func zeros(format: String, number: String, text: String) throws {
        let sheet = "<row r=\"1\"><c s=\"1\"><v>\(number)</v></c></row>"
        #expect(try SheetSample(WorkbookText.excel(sheet, formats: [format])).cells == [SheetSample.Cell("A1", text)])
    }
}
