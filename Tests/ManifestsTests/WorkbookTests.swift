import BatchModel
import Manifests
import TestSupport
import Testing
import Text

@Suite("Rows of a workbook are what the same rows of a table are")
struct WorkbookTests {
    private static let rows = [
        ["user", "sender", "message", "id"], ["ann", "office", "Hello", "7"], ["bob", "office", "Grüße\n\"you\"", ""],
        [" cy", "office", "", "9"], ["dan", "office", "Hello", "10"],
    ]

    private static let table =
        "user,sender,message,id\nann,office,Hello,7\nbob,office,\"Grüße\n\"\"you\"\"\",\n cy,office,,9\ndan,office,Hello,10\n"

    private static let document = WorkbookText.openDocument(
        "<table:table table:name=\"M\">"
            + rows.map { cells in
                "<table:table-row>"
                    + cells.map { text in
                        let paragraphs = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                            let blank = line.hasPrefix(" ") ? "<text:s/>" : ""
                            return "<text:p>\(blank)\(WorkbookText.escaped(String(line)))</text:p>"
                        }
                        return text.isEmpty
                            ? "<table:table-cell/>"
                            : "<table:table-cell office:value-type=\"string\">\(paragraphs.joined())</table:table-cell>"
                    }.joined() + "</table:table-row>"
            }.joined() + "</table:table>")

    /// A workbook and its name.
    static let workbooks = [("m.xlsx", WorkbookText.excel(texts: rows)), ("m.ods", document)]

    @Test("Identity, verdict and number of every row", arguments: workbooks)
    func sameRows(name: String, bytes: [UInt8]) throws {
        let (book, text) = try (Sample(bytes, name: name), Sample(Self.table))
        func described(_ rows: [CheckedRow]) -> [String] { rows.map { "\($0.position) \($0.row) \($0.disposition)" } }
        #expect(try described(book.checkedRows()) == described(text.checkedRows()))
        let errors = try (book.errors(), text.errors())
        #expect(
            errors.0.map { $0.split(separator: " ").prefix(2) } == errors.1.map { $0.split(separator: " ").prefix(2) })
    }

    @Test("Rows to send again are the cells, as CSV", arguments: workbooks)
    func original(name: String, bytes: [UInt8]) throws {
        let manifest = try Sample(bytes, name: name).open()
        let form = try manifest.originalForm()
        let header = Self.rows[0].map { Array($0.utf8) }
        #expect(
            form.shape == .table(header: header, delimiter: UInt8(ascii: ","), promised: nil)
                && form.encoding == "UTF-8")
        var rows = manifest.rows(keepingTexts: true)
        var cells: [[String]] = []
        while let row = try rows.next() {
            guard case .cells(let found) = row.original().content else { continue }
            cells.append(found.map { String(decoding: $0, as: UTF8.self) })
        }
        #expect(cells == Array(Self.rows.dropFirst()))
    }

    @Test("The digest is that of the content, whatever the archive's bytes; a check and a digest by itself agree")
    func digest() throws {
        let one = try Sample(WorkbookText.excel(texts: Self.rows), name: "m.xlsx")
        let shared = "<si><t>ann</t></si>"
        let members = WorkbookText.excelMembers([("Other", "", ""), ("Members", "", "")], shared: shared)
        let written = Self.rows.enumerated().map { index, cells in
            "<row r=\"\(index + 1)\" ht=\"20\">"
                + cells.map { text in
                    text == "ann" ? "<c t=\"s\"><v>0</v></c>" : "<c t=\"str\"><v>\(WorkbookText.escaped(text))</v></c>"
                }.joined() + "</row>"
        }
        var again = members.filter { !$0.name.hasSuffix("sheet2.xml") }
        again.append(("xl/worksheets/sheet2.xml", "<worksheet><sheetData>\(written.joined())</sheetData></worksheet>"))
        let other = try Sample(ZipArchive(again).bytes, name: "m.xlsx", options: ReadingOptions.of(sheet: "Members"))
        #expect(try one.check().inputDigest == other.check().inputDigest)
        #expect(try one.open().inputDigest() == one.check().inputDigest)
        let changed = try Sample(WorkbookText.excel(texts: Self.rows + [["eve", "o", "x", ""]]), name: "m.xlsx")
        #expect(try changed.open().inputDigest() != one.check().inputDigest)
    }

    @Test("A workbook that changes while it is used is refused")
    func changed() throws {
        let sample = try Sample(WorkbookText.excel(texts: Self.rows), name: "m.xlsx")
        let manifest = try sample.open()
        try sample.folder.write(WorkbookText.excel(texts: Self.rows + [["x"]]), to: "m.xlsx")
        let fault = #expect(throws: ManifestFault.self) { _ = try manifest.check() }
        #expect(fault?.kind == .changed)
    }

    @Test("Damaged workbooks are refused, or their rows are as many in every pass", arguments: ["m.xlsx", "m.ods"])
    func damaged(name: String) throws {
        var random = SeededGenerator(seed: 2_611)
        let members = name == "m.ods" ? MutatedWorkbook.document : MutatedWorkbook.excel
        var readable = 0
        for number in 0..<(isCampaign ? 20_000 : 300) {
            var options = ReadingOptions(defaultSender: "office", defaultMessage: "Hi", maxRowSize: 4_096)
            if random.once(in: 2) { options.hiddenRows = random.pick([.send, .skip]) }
            if random.once(in: 2) { options.cellValues = random.pick([.stored, .shown]) }
            if random.once(in: 6) { options.headerRow = random.pick([1, 2, 4]) }
            if random.once(in: 6) { options.sheet = random.pick(["one", "Two", "A"]) }
            let sample = try Sample(MutatedWorkbook.archive(members, &random), name: name, options: options)
            do {
                let manifest = try sample.open()
                let check = try manifest.check()
                if check.fault != nil { continue }
                readable += 1
                var rows = manifest.rows()
                var count = 0
                while try rows.next() != nil { count += 1 }
                #expect(count == check.rows, "workbook \(number)")
                #expect(try manifest.inputDigest() == check.inputDigest, "workbook \(number)")
            } catch {
                #expect(error is ManifestFault, "workbook \(number): \(error)")
            }
        }
        #expect(readable > 10)
    }

    /// A workbook of one row: its message is a number in a format.
    private static func timed(_ format: String, _ number: String) -> [UInt8] {
        let names = ["user", "sender", "message"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let people = ["ann", "office"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        return WorkbookText.excel(
            "<row>\(names)</row><row>\(people)<c s=\"1\"><v>\(number)</v></c></row>", formats: [format])
    }

    @Test("A time of day goes into a message as it is; a moment or a span of time is asked for")
    func times() throws {
        #expect(try Sample(Self.timed("h:mm", "0.75"), name: "m.xlsx").errors().isEmpty)
        for (format, number) in [("h:mm", "45415.75"), ("[h]:mm", "1.5")] {
            let bytes = Self.timed(format, number)
            #expect(try Sample(bytes, name: "m.xlsx").errors().first?.hasPrefix("cell_format row 2") == true)
            for choice in CellValues.allCases {
                let options = ReadingOptions.of(cellValues: choice)
                #expect(try Sample(bytes, name: "m.xlsx", options: options).errors().isEmpty)
            }
        }
    }

    @Test(
        "A name is a text, or a number that is shown as it is stored, whatever goes into messages",
        arguments: [
            ("0", "88", true), ("0000", "88", true), ("General", "88", true), ("\"M\"0000", "88", false),
            ("0%", "0.5", false), ("000-000", "123456", false), ("#,##0", "1234", false), ("h:mm", "0.75", false),
            ("yyyy-mm-dd", "45415", false),
        ])
    func names(format: String, number: String, isName: Bool) throws {
        let cell = "<c s=\"1\"><v>\(number)</v></c>"
        for column in 0..<3 {
            let found = try Self.named(column, cell, format)
            #expect(found == (isName ? [] : ["cell_format row 2"]), "column \(column)")
        }
    }

    @Test("A text that its format shows otherwise goes into a message as is chosen, and names nobody")
    func shownTexts() throws {
        let cell = "<c s=\"1\" t=\"str\"><v>Bob</v></c>"
        for column in 0..<3 { #expect(try Self.named(column, cell, "\"Dear \"@") == ["cell_format row 2"]) }
        for column in 0..<4 { #expect(try Self.named(column, cell, "0.00") == []) }
        let names = ["user", "sender", "message"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let people = ["ann", "office"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let bytes = WorkbookText.excel(
            "<row>\(names)</row><row>\(people)\(cell)</row>", formats: ["\"Dear \"@"])
        #expect(try Sample(bytes, name: "m.xlsx").errors().first?.hasPrefix("cell_format row 2") == true)
        for (choice, text) in [(CellValues.stored, "Bob"), (.shown, "Dear Bob")] {
            let check = try Sample(bytes, name: "m.xlsx", options: .of(cellValues: choice)).check()
            #expect(check.previews.first?.message.message == text)
        }
    }

    @Test("An empty footer of merged cells is no part of the list; one with a text is refused")
    func footers() throws {
        let rows = [["user", "sender", "message"], ["ann", "office", "Hi"]].enumerated().map { index, cells in
            "<row r=\"\(index + 1)\">" + cells.map { "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"
        }.joined()
        let merge = "<mergeCells><mergeCell ref=\"A4:C4\"/></mergeCells>"
        #expect(try Sample(WorkbookText.excel(rows, behind: merge), name: "m.xlsx").errors().isEmpty)
        let footer = rows + "<row r=\"4\"><c t=\"str\"><v>Thanks</v></c></row>"
        #expect(
            try Sample(WorkbookText.excel(footer, behind: merge), name: "m.xlsx").errors().contains {
                $0.hasPrefix("merged_cells row 4")
            })
    }

    @Test("A truth value names nobody; as a text it does, and in a message it is one")
    func truth() throws {
        for column in 0..<3 {
            #expect(try Self.named(column, "<c t=\"b\"><v>1</v></c>", "0") == ["cell_format row 2"])
            #expect(try Self.named(column, "<c t=\"str\"><v>TRUE</v></c>", "0") == [])
        }
        #expect(try Self.named(3, "<c t=\"b\"><v>1</v></c>", "0") == [])
    }

    /// The errors of a workbook of one row, one cell of which is another, whatever is chosen for messages.
    private static func named(_ column: Int, _ cell: String, _ format: String) throws -> [String] {
        var cells = ["ann", "office", "7", "Hi"].map { "<c t=\"str\"><v>\($0)</v></c>" }
        cells[column] = cell
        let names = ["user", "sender", "id", "message"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let bytes = WorkbookText.excel("<row>\(names)</row><row>\(cells.joined())</row>", formats: [format])
        var found: Set<[String]> = []
        for options in [ReadingOptions(), .of(cellValues: .stored), .of(cellValues: .shown)] {
            found.insert(
                try Sample(bytes, name: "m.xlsx", options: options).errors().map {
                    $0.split(separator: " ").prefix(3).joined(separator: " ")
                })
        }
        return found.count == 1 ? found.first ?? [] : found.flatMap(\.self) + ["differ"]
    }

    @Test("A row of a workbook may be as large as one of a table")
    func large() throws {
        let rows = [["user", "sender", "message"], ["ann", "o", String(repeating: "x", count: 90)]]
        let bytes = WorkbookText.excel(texts: rows)
        var options = ReadingOptions(maxRowSize: 97)
        #expect(try Sample(bytes, name: "m.xlsx", options: options).check().isValid)
        options.maxRowSize = 96
        #expect(
            try Sample(bytes, name: "m.xlsx", options: options).errors().first?.hasPrefix("row_too_large row 2") == true
        )
    }
}

extension ReadingOptions {
    fileprivate static func of(sheet: String) -> ReadingOptions {
        var options = ReadingOptions()
        options.sheet = sheet
        return options
    }

    fileprivate static func of(cellValues: CellValues) -> ReadingOptions {
        var options = ReadingOptions()
        options.cellValues = cellValues
        return options
    }
}
