import TestSupport
import Testing

@testable import Workbooks

@Suite("Sheets of Excel come as they are stored")
struct ExcelSheetTests {
    typealias Cell = SheetSample.Cell

    private static func cell(_ place: String, _ type: String, _ content: String) -> String {
        "<c r=\"\(place)\"\(type.isEmpty ? "" : " t=\"\(type)\"")>\(content)</c>"
    }

    @Test("Shared, inline, rich and calculated texts, byte for byte and without phonetic readings")
    func texts() throws {
        let shared = """
            <si><t xml:space="preserve"> Grüße\n&amp; more </t></si><si><r><t>ri</t></r><r><rPr/><t>ch</t></r></si>\
            <si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si><si><t>a_x000D_b_x005F_x000D_</t></si><si/>
            """
        let row = ["A1", "B1", "C1", "D1", "E1"].enumerated().map { Self.cell($1, "s", "<v>\($0)</v>") }.joined()
        let other =
            Self.cell(
                "A3", "inlineStr", "<is><r><t>in</t></r><r><t>line</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></is>")
            + Self.cell("C3", "str", "<f>A1&amp;B1</f><v>x &lt; y</v>")
        let sample = try SheetSample(
            WorkbookText.excel("<row r=\"1\">\(row)</row><row r=\"3\">\(other)</row>", shared: shared))
        #expect(
            sample.cells == [
                Cell("A1", " Grüße\n& more "), Cell("B1", "rich"), Cell("C1", "東京"), Cell("D1", "a\rb_x000D_"),
                Cell("A3", "inline"), Cell("C3", "x < y"),
            ])
    }

    @Test("Numbers, booleans, errors, and formulas by their stored values")
    func values() throws {
        let cells = [
            ("A1", "", "<v>447900000000</v>"), ("B1", "n", "<v>4.479E+11</v>"), ("C1", "b", "<v>1</v>"),
            ("D1", "b", "<f>1=2</f><v>0</v>"), ("E1", "e", "<v>#N/A</v>"), ("F1", "", "<f>A1+1</f>"),
            ("G1", "", "<f>1+1</f><v>2</v>"), ("H1", "str", "<f>\"\"</f><v></v>"),
            ("I1", "", "<v>1234567890123456</v>"),
            ("J1", "", "<f>10/3</f><v>3.3333333333333335</v>"), ("K1", "", "<v></v>"), ("L1", "", "<v>no</v>"),
        ]
        let row = cells.map { Self.cell($0.0, $0.1, $0.2) }.joined()
        #expect(
            try SheetSample(WorkbookText.excel("<row r=\"1\">\(row)</row>")).cells == [
                Cell("A1", "447900000000"), Cell("B1", "447900000000"), Cell("C1", "TRUE", .boolean),
                Cell("D1", "FALSE", .boolean),
                Cell("E1", "", .error("#N/A")), Cell("F1", "", .noStoredValue), Cell("G1", "2"),
                Cell("I1", "1234567890123456", .shown(nil, isLong: true)),
                Cell("J1", "3.3333333333333335", .shown(nil, isLong: true)),
                Cell("L1", "", .error("no")),
            ])
    }

    @Test("Places that nobody wrote down follow from the cell and the row before")
    func implied() throws {
        let sample = try SheetSample(
            WorkbookText.excel(
                "<row><c><v>1</v></c><c r=\"D1\"><v>2</v></c><c><v>3</v></c></row><row r=\"7\"><c><v>4</v></c></row><row><c><v>5</v></c></row>"
            ))
        #expect(sample.cells.map(\.place) == ["A1", "D1", "E1", "A7", "A8"])
    }

    @Test("Hidden rows, hidden columns and merged cells are told")
    func hidden() throws {
        let sample = try SheetSample(
            WorkbookText.excel(
                "<row r=\"1\"><c><v>1</v></c></row><row r=\"2\" hidden=\"1\"><c><v>2</v></c></row><row r=\"3\" hidden=\"1\"/>",
                columns: "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols>",
                behind: "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>"))
        #expect(sample.hiddenRows == [2] && sample.hiddenColumns == [1...2] && sample.merges == ["A1:B2"])
    }

    @Test("A column without width is hidden")
    func columnWidth() throws {
        let columns =
            "<cols><col min=\"2\" max=\"3\" width=\"0\" customWidth=\"1\"/><col min=\"4\" max=\"4\" width=\"9.1\"/></cols>"
        let sample = try SheetSample(WorkbookText.excel("<row><c><v>1</v></c></row>", columns: columns))
        #expect(sample.hiddenColumns == [1...2])
    }

    @Test(
        "Rows with content can be seen where rows are hidden unless they say otherwise: those are the ones without any")
    func hiddenByDefault() throws {
        let rows = "<row r=\"1\"><c><v>1</v></c></row><row r=\"2\" hidden=\"1\"><c><v>2</v></c></row>"
        let sample = try SheetSample(
            WorkbookText.excel(rows, columns: "<sheetFormatPr defaultRowHeight=\"15\" zeroHeight=\"1\"/>"))
        #expect(sample.hiddenRows == [2])
    }

    @Test("Merged cells in rows without content are nobody's text")
    func emptyMerges() throws {
        let rows = "<row r=\"1\"><c><v>1</v></c></row><row r=\"4\"><c><v>2</v></c></row><row r=\"5\"><c s=\"1\"/></row>"
        let merges = ["A2:D2", "A3:B3", "A4:B5", "A5:D6", "A9:D9"].map { "<mergeCell ref=\"\($0)\"/>" }.joined()
        let sample = try SheetSample(WorkbookText.excel(rows, behind: "<mergeCells>\(merges)</mergeCells>"))
        #expect(sample.merges == ["A4:B5"])
    }

    @Test(
        "A row without height is hidden, one with a height is not",
        arguments: [
            ("ht=\"0\" customHeight=\"1\"", true), ("ht=\"0.0\"", true), ("hidden=\"0\" ht=\"0\"", true),
            ("ht=\"0\" hidden=\"0\"", true), ("hidden=\"1\" ht=\"15\"", true), ("ht=\"15\"", false),
            ("ht=\"0.75\" customHeight=\"1\"", false), ("ht=\"\"", false),
        ])
    func rowHeight(attributes: String, isHidden: Bool) throws {
        let rows =
            "<row r=\"1\"><c><v>1</v></c></row><row r=\"2\" \(attributes)><c><v>2</v></c></row><row><c><v>3</v></c></row>"
        #expect(try SheetSample(WorkbookText.excel(rows)).hiddenRows == (isHidden ? [2] : []))
    }

    @Test("The first sheet that can be seen is read, or the one that is named")
    func sheets() throws {
        let row = { (text: String) in "<row r=\"1\"><c t=\"inlineStr\"><is><t>\(text)</t></is></c></row>" }
        let bytes = ZipArchive(
            WorkbookText.excelMembers([("Old", "veryHidden", row("a")), ("New", "", row("b")), ("More", "", row("c"))])
        ).bytes
        #expect(try SheetSample(bytes).cells == [Cell("A1", "b")])
        #expect(try SheetSample(bytes).sheets?.visible == ["New", "More"])
        #expect(try SheetSample(bytes, .excel, .named("old")).cells == [Cell("A1", "a")])
        #expect(try SheetSample(bytes, .excel, .visible(2)).cells == [])
        let fault = #expect(throws: WorkbookFault.self) { try SheetSample(bytes, .excel, .named("None")) }
        #expect(fault?.kind == .noSheet && fault?.remedy == "Its sheets are “Old”, “New”, “More”.")
    }

    @Test("Texts of more than 32 MiB are kept in a file, and found again in any order")
    func spilled() throws {
        let long = String(repeating: "x", count: 40_000)
        var strings = SharedStrings()
        for number in 0..<1_000 { try strings.append(Array("\(number) \(long)".utf8)) }
        #expect(strings.isSpilled)
        var lookup = SharedStringLookup(strings)
        for number in [0, 1, 2, 999, 500, 501, 3, 998] {
            var text: [UInt8] = []
            #expect(try lookup.append(number, to: &text))
            #expect(text.starts(with: "\(number) x".utf8) && text.count == long.count + "\(number) ".count)
        }
        var none: [UInt8] = []
        #expect(try !lookup.append(1_000, to: &none))
    }
}
