import BatchModel
import Files
import Foundation
import Testing

@testable import Reporting

@Suite("Rows to be sent again, as a table")
struct ResendTableTests {
    private let header = ["User ", "message", "Team"]
    private let row = Samples.entry(3, "bob", .rejected, key: "user_not_found", message: "No\tuser, sorry")

    @Test("have what went wrong and their number first, then their cells unchanged")
    func cells() throws {
        let text = try table([(row, ["bob", "=1+1\r\n\"x\"", " red "], .number(2, of: 0xAB))])
        #expect(
            text == "error_key,error_message,outcome,grupo_batch_ordinal,User ,message,Team\r\n"
                + "user_not_found,\"No\u{FFFD}user, sorry\",rejected,2#00000000000000ab,"
                + "bob,\"=1+1\r\n\"\"x\"\"\", red \r\n")
    }

    @Test("are guarded against spreadsheets in what the site said, not in what the user wrote")
    func guarded() throws {
        let row = Samples.entry(3, "bob", .rejected, key: "=1+1", message: "@SUM(1)")
        #expect(try table([(row, ["=bob"], .unstated)]).hasSuffix("\r\n'=1+1,'@SUM(1),rejected,,=bob\r\n"))
    }

    @Test("keep the number of their cells, whatever the header says")
    func ragged() throws {
        let lines = try table([(row, ["bob"], .unstated), (row, ["bob", "Hi", "x", "y"], .unstated)])
            .split(separator: "\r\n")
        #expect(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count } == [7, 6, 9])
    }

    @Test("have the manifest's delimiter, first line and mark, and quote whatever could be another delimiter")
    func form() throws {
        let shape = OriginalForm.Shape.table(
            header: [Array("a,b".utf8), Array("c".utf8)], delimiter: UInt8(ascii: ";"), promised: UInt8(ascii: ";"))
        let text = try written(
            OriginalForm(shape, hasMark: true), nil,
            [(Samples.entry(2, "a", .pending), .init(.cells([Array("x|y".utf8), Array("z".utf8)])))])
        #expect(
            text == "\u{FEFF}sep=;\r\nerror_key;error_message;outcome;grupo_batch_ordinal;\"a,b\";c\r\n;;pending;;"
                + "\"x|y\";z\r\n")
    }

    @Test("keep every cell exactly", arguments: Payloads.all)
    func exact(payload: String) throws {
        let cells = [payload, "y", payload + "\r\n" + payload]
        let table = CSVTable(try table([(Samples.entry(2, "a", .rejected), cells, .unstated)]))
        try #require(table.rows.count == 2)
        #expect(table.rows[1].dropFirst(4).map(scalars) == cells.map(scalars))
    }

    @Test("carry a long error only as far as a row may grow by it")
    func long() throws {
        let row = Samples.entry(2, "a", .rejected, key: "k", message: String(repeating: "é", count: 100_000))
        #expect(try table([(row, ["a"], .unstated)]).utf8.count < AddedColumns.byteLimit)
    }

    @Test("are no table when the manifest is JSON, and a file with tabs only when it has tabs")
    func refused() throws {
        let json = try #require(throws: FileFault.self) { try written(OriginalForm(.lines), .csv, []) }
        #expect(json.reason.contains(".json"))
        let form = OriginalForm(.table(header: [], delimiter: UInt8(ascii: ";"), promised: nil))
        #expect(throws: FileFault.self) { try written(form, .tsv, []) }
        let tabs = OriginalForm(.table(header: [], delimiter: 9, promised: nil))
        #expect(try written(tabs, .tsv, []) == "error_key\terror_message\toutcome\tgrupo_batch_ordinal\r\n")
    }

    private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    private func table(_ rows: [(ReportEntry, [String], StatedOrdinal)]) throws -> String {
        let shape = OriginalForm.Shape.table(
            header: header.map { Array($0.utf8) }, delimiter: UInt8(ascii: ","), promised: nil)
        return try written(
            OriginalForm(shape), .csv,
            rows.map { ($0, OriginalRow(.cells($1.map { Array($0.utf8) }), ordinal: $2)) })
    }
}

@Suite("Rows to be sent again, as JSON")
struct ResendJSONTests {
    private let row = Samples.entry(3, "bob", .rejected, key: "no", message: "N\"o")
    private let added = #""error_key":"no","error_message":"N\"o","outcome":"rejected","grupo_batch_ordinal":"#

    @Test("begin with what went wrong and their number; everything else is byte for byte")
    func lines() throws {
        let text = try written(
            OriginalForm(.lines), nil,
            [
                (row, object(#"{ "user":  "bob", "x": 1e400}"#, .number(3, of: nil))),
                (row, object("{}", isEmpty: true)),
                (row, object(#"{"outcome":1}"#, shared: ["outcome"])),
                (row, text("12345678901234567890")), (row, text(#"{"user":"cut"#, isJSON: false)),
            ])
        #expect(
            text
                == [
                    "{\(added)\"3\", \"user\":  \"bob\", \"x\": 1e400}", "{\(added)null}",
                    "{" + added.replacing(#""outcome":"rejected","#, with: "") + #"null,"outcome":1}"#,
                    "12345678901234567890", #"{"user":"cut"#, "",
                ].joined(separator: "\n"))
    }

    @Test("stand in an array or in a document with the defaults as they are")
    func arrays() throws {
        let rows = [(row, object("{\n\"user\":1}")), (row, text("null"))]
        #expect(
            try written(OriginalForm(.array(isDocument: false, defaults: nil)), nil, rows)
                == "[\n{\(added)null,\n\"user\":1},\nnull\n]\n")
        #expect(
            try written(OriginalForm(.array(isDocument: true, defaults: Array("{ }".utf8))), .json, rows)
                == "{\"defaults\": { },\n\"messages\": [\n{\(added)null,\n\"user\":1},\nnull\n]}\n")
        #expect(
            try written(OriginalForm(.array(isDocument: true, defaults: nil)), .jsonl, rows)
                == "{\(added)null, \"user\":1}\nnull\n")
        #expect(try written(OriginalForm(.array(isDocument: false, defaults: nil)), nil, []) == "[\n]\n")
    }

    @Test("are refused where the other kind of file cannot hold them, in one line that names the way out")
    func refused() throws {
        let defaults = OriginalForm(.array(isDocument: true, defaults: Array("{}".utf8)))
        #expect(try #require(throws: FileFault.self) { try written(defaults, .jsonl, []) }.reason.contains(".json"))
        let broken = [(row, text(#"{"user":"cut"#, isJSON: false))]
        let fault = try #require(throws: FileFault.self) { try written(OriginalForm(.lines), .json, broken) }
        #expect(fault.path == "Row 3" && fault.reason.contains(".jsonl"))
    }

    @Test("are made of cells where every row has as many as the header")
    func cells() throws {
        let form = OriginalForm(
            .table(header: [Array("to".utf8), Array("x".utf8)], delimiter: 9, promised: nil))
        let cells = ["bob", "\"\n"].map { Array($0.utf8) }
        #expect(
            try written(form, .jsonl, [(row, OriginalRow(.cells(cells)))])
                == "{\(added)null,\"to\":\"bob\",\"x\":\"\\\"\\n\"}\n")
        let fault = try #require(throws: FileFault.self) {
            try written(form, .json, [(row, OriginalRow(.cells([cells[0]])))])
        }
        #expect(fault.path == "Row 3" && fault.reason.contains(".csv"))
    }

    private func text(_ text: String, isJSON: Bool = true) -> OriginalRow {
        OriginalRow(.element(.init(text: Array(text.utf8), isJSON: isJSON)))
    }

    private func object(
        _ text: String, _ ordinal: StatedOrdinal = .unstated, isEmpty: Bool = false, shared: Set<String> = []
    ) -> OriginalRow {
        let object = OriginalRow.Object(start: 1, isEmpty: isEmpty, sharedNames: shared)
        return OriginalRow(.element(.init(text: Array(text.utf8), isJSON: true, object: object)), ordinal: ordinal)
    }
}

/// The text of a file with these rows.
private func written(
    _ form: OriginalForm, _ ending: ResendEnding?, _ rows: [(ReportEntry, OriginalRow)]
) throws -> String {
    let sink = MemorySink()
    let style = ResendStyle(form: form, ending: ending, encoding: PlainEncoding())
    var writer = try ReportFormat.manifest.writer(to: sink, resend: style)
    for (row, original) in rows { try writer.add(row, original: original) }
    try writer.finish()
    return sink.text
}

/// A CSV reader for tests: RFC 4180 and nothing else, byte by byte.
struct CSVTable {
    private(set) var rows: [[String]] = []

    init(_ text: String) {
        var cell: [UInt8] = []
        var row: [String] = []
        var isQuoted = false
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && bytes.first == byte: cell.append(bytes.removeFirst())
            case UInt8(ascii: "\""): isQuoted.toggle()
            case _ where isQuoted: cell.append(byte)
            case UInt8(ascii: ","):
                row.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case UInt8(ascii: "\r"): break
            case UInt8(ascii: "\n"):
                rows.append(row + [String(decoding: cell, as: UTF8.self)])
                (cell, row) = ([], [])
            default: cell.append(byte)
            }
        }
    }
}
