import BatchModel
import Foundation
import Reporting
import Testing

@Suite("A manifest of rows to correct")
struct ManifestReportTests {
    @Test("has the original cells unchanged, then what went wrong")
    func cells() throws {
        let row = Samples.entry(3, "bob", .rejected, key: "user_not_found", message: "No\tuser, sorry")
        let text = try report(.manifest, [(row, [("User ", "bob"), ("message", "=1+1\r\n\"x\""), ("Team", " red ")])])
        #expect(
            text == "User ,message,Team,error_key,error_message,outcome\r\n"
                + "bob,\"=1+1\r\n\"\"x\"\"\", red ,user_not_found,\"No\u{FFFD}user, sorry\",rejected\r\n")
    }

    @Test("guards what the site said, not what the user wrote, against spreadsheets")
    func guarded() throws {
        let row = Samples.entry(3, "bob", .rejected, key: "=1+1", message: "@SUM(1)")
        #expect(
            try report(.manifest, [(row, [("user", "=bob")])])
                == "user,error_key,error_message,outcome\r\n=bob,'=1+1,'@SUM(1),rejected\r\n")
    }

    @Test("replaces the columns that an earlier one of its kind added")
    func secondRound() throws {
        let row = Samples.entry(3, "bob", .notSent, key: "new")
        let cells = [("user", "bob"), ("error_key", "old"), ("Error_Message", "old"), ("OUTCOME", "old"), ("x", "1")]
        #expect(
            try report(.manifest, [(row, cells)])
                == "user,x,error_key,error_message,outcome\r\nbob,1,new,,not_sent\r\n")
        #expect(
            try report(.manifestLines, [(row, cells)])
                == "{\"user\":\"bob\",\"x\":\"1\",\"error_key\":\"new\",\"error_message\":\"\",\"outcome\":\"not_sent\"}\n"
        )
    }

    @Test("is refused as CSV when rows have different columns, and names the way out")
    func ragged() throws {
        let rows: [(ReportEntry, ManifestCells)] = [
            (Samples.entry(1, "a", .rejected), [("user", "a")]),
            (Samples.entry(2, "b", .rejected), [("user", "b"), ("message", "x")]),
        ]
        let fault = try #require(throws: FileFault.self) { try report(.manifest, rows) }
        #expect(fault.path == "row 2" && fault.reason.contains("manifest-jsonl"))
        #expect(try report(.manifestLines, rows).split(separator: "\n").count == 2)
    }

    @Test("keeps every cell exactly, in CSV and in JSON Lines", arguments: Payloads.all)
    func exact(payload: String) throws {
        let row = Samples.entry(2, "a", .rejected)
        let cells = [("user", payload), (payload, "y"), ("message", payload + "\r\n" + payload)]
        let table = CSVTable(try report(.manifest, [(row, cells)]))
        try #require(table.rows.count == 2)
        #expect(table.rows[0].prefix(3).map(scalars) == cells.map { scalars($0.0) })
        #expect(table.rows[1].prefix(3).map(scalars) == cells.map { scalars($0.1) })
        #expect(table.rows[1].dropFirst(3) == ["", "", "rejected"])
        let line = try report(.manifestLines, [(row, cells)])
        let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(scalars(object["user"] ?? "") == scalars(payload))
    }

    @Test("is a head line alone when no row was chosen")
    func empty() throws {
        #expect(try report(.manifest, []) == "error_key,error_message,outcome\r\n")
        #expect(try report(.manifestLines, []) == "")
    }

    private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    private func report(_ format: ReportFormat, _ rows: [(ReportEntry, ManifestCells)]) throws -> String {
        let sink = MemorySink()
        var writer = try format.writer(to: sink)
        for (row, cells) in rows { try writer.add(row, cells: cells) }
        try writer.finish()
        return sink.text
    }
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
