import TestSupport
import Testing

@testable import Workbooks

@Suite("Sheets of OpenDocument come as they are stored")
struct DocumentTests {
    typealias Cell = SheetSample.Cell

    private static func table(_ rows: String, name: String = "Members", style: String = "ta1") -> String {
        "<table:table table:name=\"\(name)\" table:style-name=\"\(style)\">\(rows)</table:table>"
    }

    private static func cell(_ attributes: String, _ text: String? = nil) -> String {
        "<table:table-cell \(attributes)>\(text.map { "<text:p>\($0)</text:p>" } ?? "")</table:table-cell>"
    }

    private func read(_ rows: String, _ choice: Workbook.Choice = .visible(0)) throws -> SheetSample {
        try SheetSample(WorkbookText.openDocument(Self.table(rows)), .openDocument, choice)
    }

    @Test("Texts with their blanks, paragraphs and parts; notes and readings left out")
    func texts() throws {
        let text = """
            <table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>\
            <text:p>a  <text:s text:c="2"/>b<text:tab/><text:span>c</text:span><text:line-break/><text:a>d</text:a> </text:p>\
            <text:p><text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>トウキョウ</text:ruby-text></text:ruby></text:p>\
            </table:table-cell>
            """
        #expect(try read("<table:table-row>\(text)</table:table-row>").cells == [Cell("A1", "a   b\tc\nd \n東京")])
    }

    @Test("Values of every kind, and what the format shows of them")
    func values() throws {
        let cells = [
            Self.cell("office:value-type=\"float\" office:value=\"447900000000\"", "447900000000"),
            Self.cell("office:value-type=\"float\" office:value=\"123\"", "00123"),
            Self.cell("office:value-type=\"percentage\" office:value=\"0.25\"", "25%"),
            Self.cell("office:value-type=\"currency\" office:value=\"5\""),
            Self.cell("office:value-type=\"date\" office:date-value=\"2026-11-27T00:00:00\"", "27.11.26"),
            Self.cell("office:value-type=\"time\" office:time-value=\"PT14H30M00S\"", "14:30"),
            Self.cell("office:value-type=\"time\" office:time-value=\"PT36H30M00S\"", "36:30"),
            Self.cell("office:value-type=\"boolean\" office:boolean-value=\"true\"", "WAHR"),
            Self.cell("table:formula=\"of:=1/0\" office:value-type=\"string\" calcext:value-type=\"error\"", "#DIV/0!"),
            Self.cell("table:formula=\"of:=NA()\" office:value-type=\"float\" office:value=\"0\"", "#N/A"),
            Self.cell("table:formula=\"of:=1+1\""),
            Self.cell("office:value-type=\"float\" office:value=\"1234567890123456\"", "1234567890123456"),
            Self.cell("office:value-type=\"float\" office:value=\"2.5\"", "2,5"),
        ]
        func shown(_ text: String) -> [UInt8] { Array(text.utf8) }
        #expect(
            try read("<table:table-row>\(cells.joined())</table:table-row>").cells == [
                Cell("A1", "447900000000"), Cell("B1", "00123"),
                Cell("C1", "0.25", .shown(shown("25%"), isLong: false)),
                Cell("D1", "5", .shown(nil, isLong: false)), Cell("E1", "2026-11-27", .date(shown("27.11.26"))),
                Cell("F1", "14:30:00", .date(shown("14:30"))),
                Cell("G1", "PT36H30M00S", .shown(shown("36:30"), isLong: false)),
                Cell("H1", "TRUE", .boolean), Cell("I1", "", .error("#DIV/0!")), Cell("J1", "", .error("#N/A")),
                Cell("K1", "", .noStoredValue), Cell("L1", "1234567890123456", .longNumber),
                Cell("M1", "2.5", .shown(shown("2,5"), isLong: false)),
            ])
    }

    @Test("A text that its format shows as another is told, one that differs by blanks alone is not")
    func shownTexts() throws {
        let cells = [
            Self.cell("office:value-type=\"string\" office:string-value=\"Ann\"", "Mr. Ann"),
            Self.cell("office:value-type=\"string\" office:string-value=\" Ann\"", "<text:s/>Ann"),
            Self.cell("office:value-type=\"string\" office:string-value=\"Ann\""),
            Self.cell("office:value-type=\"string\"", "007"),
        ]
        #expect(
            try read("<table:table-row>\(cells.joined())</table:table-row>").cells == [
                Cell("A1", "Ann", .shownText(Array("Mr. Ann".utf8))), Cell("B1", " Ann"), Cell("C1", "Ann"),
                Cell("D1", "007"),
            ])
    }

    @Test(
        "Where nothing says what is shown of a number its style does: zeros in front, or something else than the value")
    func unshownNumbers() throws {
        let styles = """
            <number:number-style style:name="N1"><number:number number:min-integer-digits="5" number:decimal-places="0"/></number:number-style>\
            <number:number-style style:name="N2"><number:number number:min-integer-digits="1" number:decimal-places="2"/></number:number-style>\
            <number:number-style style:name="N3"><number:text>A</number:text><number:number number:min-integer-digits="1"/></number:number-style>\
            \((1...3).map { "<style:style style:name=\"c\($0)\" style:family=\"table-cell\" style:data-style-name=\"N\($0)\"/>" }.joined())
            """
        func number(_ style: Int, _ value: String) -> String {
            Self.cell("table:style-name=\"c\(style)\" office:value-type=\"float\" office:value=\"\(value)\"")
        }
        let cells = [number(1, "123"), number(1, "1.5"), number(2, "5"), number(3, "7"), number(4, "1.5")]
        let row = "<table:table-row>\(cells.joined())</table:table-row>"
        let bytes = WorkbookText.openDocument(Self.table(row), styles: styles)
        #expect(
            try SheetSample(bytes, .openDocument).cells == [
                Cell("A1", "00123"), Cell("B1", "1.5", .shown(nil, isLong: false)),
                Cell("C1", "5", .shown(nil, isLong: false)), Cell("D1", "7", .shown(nil, isLong: false)),
                Cell("E1", "1.5"),
            ])
    }

    @Test("Repeated cells and rows, those behind the last content left out")
    func repeated() throws {
        let rows = """
            <table:table-row table:number-rows-repeated="2"/><table:table-row table:number-rows-repeated="2">\
            \(Self.cell("table:number-columns-repeated=\"2\""))\(Self.cell("office:value-type=\"string\" table:number-columns-repeated=\"2\"", "x"))\
            \(Self.cell("table:number-columns-repeated=\"16380\""))</table:table-row>\
            <table:table-row table:number-rows-repeated="1048571">\(Self.cell("table:number-columns-repeated=\"16384\""))</table:table-row>
            """
        #expect(try read(rows).cells == [Cell("C3", "x"), Cell("D3", "x"), Cell("C4", "x"), Cell("D4", "x")])
    }

    @Test("Hidden and filtered rows, hidden columns and merged cells are told")
    func hidden() throws {
        let cell = Self.cell("office:value-type=\"string\"", "x")
        let rows = """
            <table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>\
            <table:table-row>\(cell)</table:table-row><table:table-row table:visibility="filter">\(cell)</table:table-row>\
            <table:table-row table:visibility="collapse">\(cell)</table:table-row>\
            <table:table-row>\(Self.cell("office:value-type=\"string\" table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"", "x"))\
            <table:covered-table-cell/></table:table-row>
            """
        let sample = try read(rows)
        #expect(sample.hiddenRows == [2, 3] && sample.hiddenColumns == [1...2] && sample.merges == ["A4:B5"])
    }

    @Test("Rows of a collapsed group are hidden, also in groups within it; those of an open one and behind it are not")
    func groups() throws {
        let row = "<table:table-row>\(Self.cell("office:value-type=\"string\"", "x"))</table:table-row>"
        let open = "<table:table-row-group>\(row)</table:table-row-group>"
        let shown = "<table:table-row-group table:display=\"true\">\(row)</table:table-row-group>"
        let collapsed =
            "<table:table-row-group table:display=\"false\">\(row)\(open)\(shown)\(row)</table:table-row-group>"
        let around = "<table:table-row-group>\(row)\(collapsed)\(row)</table:table-row-group>"
        #expect(try read(open + shown + row).hiddenRows == [])
        #expect(try read(row + collapsed + row).hiddenRows == [2, 3, 4, 5])
        #expect(try read(around + row).hiddenRows == [2, 3, 4, 5])
    }

    @Test("The first sheet that can be seen is read, or the one that is named")
    func sheets() throws {
        let row = { (text: String) in
            "<table:table-row>\(Self.cell("office:value-type=\"string\"", text))</table:table-row>"
        }
        let styles = """
            <style:style style:name="ta1"><style:table-properties table:display="true"/></style:style>\
            <style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
            """
        let bytes = WorkbookText.openDocument(
            Self.table(row("a"), name: "Old", style: "ta2") + Self.table(row("b"), name: "New")
                + Self.table(row("c"), name: "More"),
            styles: styles)
        #expect(try SheetSample(bytes, .openDocument).cells == [Cell("A1", "b")])
        #expect(try SheetSample(bytes, .openDocument).sheets?.visible == ["New", "More"])
        #expect(try SheetSample(bytes, .openDocument, .named("OLD")).cells == [Cell("A1", "a")])
        #expect(try SheetSample(bytes, .openDocument, .visible(2)).cells == [])
        let found = try Workbook(MemorySource(bytes: bytes), .openDocument, limit: 1 << 20).sheetNames()
        #expect(found == (["New", "More"], ["Old"]))
        let fault = #expect(throws: WorkbookFault.self) { try SheetSample(bytes, .openDocument, .named("None")) }
        #expect(fault?.remedy == "Its sheets are “Old”, “New”, “More”.")
    }
}
