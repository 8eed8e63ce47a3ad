import TestSupport
import Testing

@testable import Workbooks

@Suite("What is cut, damaged or made to do harm is refused in one line")
struct HarmTests {
    private static let row = "<row r=\"1\"><c t=\"inlineStr\"><is><t>x</t></is></c></row>"

    private func fault(
        _ bytes: [UInt8], _ format: Workbook.Format = .excel, limit: Int = 1 << 20
    ) throws -> WorkbookFault {
        try #require(throws: WorkbookFault.self) { try SheetSample(bytes, format, limit: limit) }
    }

    /// An Excel workbook whose part of this name holds something else.
    private static func replaced(_ name: String, _ content: String) -> [UInt8] {
        ZipArchive(
            WorkbookText.excelMembers([("Members", "", row)]).map { $0.name == name ? (name, content) : $0 }
        ).bytes
    }

    @Test("Whole workbooks are read")
    func accepted() throws { #expect(try SheetSample(WorkbookText.excel(Self.row)).cells.count == 1) }

    @Test("An archive that is cut anywhere")
    func cut() throws {
        let bytes = WorkbookText.excel(Self.row)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(try fault(Array(bytes.prefix(count))).kind == .unusable)
        }
    }

    @Test("A part with other bytes than its checksum says")
    func checksum() throws {
        var archive = ZipArchive()
        for (name, content) in WorkbookText.excelMembers([("Members", "", Self.row)]) {
            archive.add(name, Array(content.utf8), checksum: name.hasSuffix("sheet1.xml") ? 1 : nil)
        }
        #expect(try fault(archive.bytes).problem.contains("checksum"))
    }

    @Test("A part with a password")
    func protected() throws {
        var archive = ZipArchive()
        for (name, content) in WorkbookText.excelMembers([("Members", "", Self.row)]) {
            archive.add(name, Array(content.utf8), flags: name.hasSuffix("sheet1.xml") ? 1 : 0)
        }
        #expect(try fault(archive.bytes) == .protected)
        let document = ZipArchive([
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "\u{1}\u{2}"),
            ("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>"),
        ])
        #expect(try fault(document.bytes, .openDocument) == .protected)
    }

    @Test(
        "XML that is cut or broken",
        arguments: ["<worksheet><sheetData><row r=\"1\">", "<worksheet></sheetData>", "", "\u{0}"])
    func brokenXML(content: String) throws {
        let problem = try fault(Self.replaced("xl/worksheets/sheet1.xml", content)).problem
        #expect(problem.contains("XML is cut or broken on line 1"))
    }

    @Test("A billion laughs, and any other document type")
    func laughs() throws {
        let declaration = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
        let sheet = "\(declaration)<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>"
        #expect(try fault(Self.replaced("xl/worksheets/sheet1.xml", sheet)).problem.contains("declares"))
        #expect(
            try fault(Self.replaced("xl/workbook.xml", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><workbook/>")).problem
                .contains("declares"))
    }

    @Test(
        "Names that lead out of the archive, or stand twice",
        arguments: ["../x", "xl/../../x", "/etc/passwd", "..\\x", "XL/workbook.xml"])
    func names(name: String) throws {
        var members = WorkbookText.excelMembers([("Members", "", Self.row)])
        members.append((name, "x"))
        #expect(try fault(ZipArchive(members).bytes).problem.contains(name.replacing("\\", with: "/")))
    }

    @Test("A target outside of the archive is looked for inside of it only")
    func target() throws {
        let relations =
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" Target=\"../../../../etc/passwd\"/></Relationships>"
        #expect(
            try fault(Self.replaced("xl/_rels/workbook.xml.rels", relations)).problem.contains(
                "“etc/passwd” is missing"))
    }

    @Test("Tags within tags without end")
    func depth() throws {
        let deep = String(repeating: "<a>", count: 300)
        #expect(
            try fault(Self.replaced("xl/worksheets/sheet1.xml", deep)).problem.contains("tags within more than 256"))
    }

    @Test("A tag without end")
    func tag() throws {
        let long = "<a b=\"" + String(repeating: "x", count: 10 << 20)
        #expect(try fault(Self.replaced("xl/worksheets/sheet1.xml", long)).problem.contains("a tag of more than 8 MiB"))
    }

    @Test("Rows and cells in no order")
    func order() throws {
        #expect(try fault(WorkbookText.excel("<row r=\"2\"/><row r=\"2\"/>")).problem.contains("row 2"))
        #expect(try fault(WorkbookText.excel("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>")).row == 1)
        #expect(try fault(WorkbookText.excel("<row r=\"99999999\"/>")).kind == .unusable)
        #expect(try fault(WorkbookText.excel("<row r=\"1\"><c r=\"XFE1\"/></row>")).row == 1)
    }

    @Test("A text that is not among the shared ones", arguments: ["1", "-1", "x", "99999999999"])
    func index(index: String) throws {
        let sheet = "<row r=\"1\"><c t=\"s\"><v>\(index)</v></c></row>"
        #expect(try fault(WorkbookText.excel(sheet, shared: "<si><t>x</t></si>")).row == 1)
    }

    @Test("A row, a cell or a shared text that is too large")
    func large() throws {
        let text = String(repeating: "x", count: 1_000)
        let cell = "<c t=\"inlineStr\"><is><t>\(text)</t></is></c>"
        #expect(try SheetSample(WorkbookText.excel("<row r=\"1\">\(cell)</row>"), limit: 1_000).cells.count == 1)
        #expect(
            try fault(WorkbookText.excel("<row r=\"1\">\(cell)<c><v>1</v></c></row>"), limit: 1_000)
                == .tooLarge(row: 1))
        #expect(try fault(WorkbookText.excel("<row r=\"1\">\(cell)</row>"), limit: 999) == .tooLarge(row: 1))
        let shared = "<si><t>\(text)</t></si>"
        #expect(try fault(WorkbookText.excel("", shared: shared), limit: 999) == .tooLarge(row: nil))
        let table =
            "<table:table table:name=\"a\"><table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16000\"><text:p>\(text)</text:p></table:table-cell></table:table-row></table:table>"
        #expect(try fault(WorkbookText.openDocument(table), .openDocument) == .tooLarge(row: 1))
    }
}
