import Foundation
import Manifests
import Testing

@Suite("A CSV file that cannot be read says where and why, once")
struct CSVFaultTests {
    @Test(
        "The place of the fault, and what was found before it",
        arguments: [
            ("user,sender,message\na,b,\"c\nd\n", ["open_quote row 2"]),
            ("user,sender,message\n,b,x\n\"a\nb\",\"c,d\ne\n", ["open_quote row 3 line 4", "missing_user row 2 user"]),
            ("user,sender,message\na,b,c\"d\"\n", ["stray_quote row 2"]),
            ("user,sender,message\na,b, \"d\"\n", ["stray_quote row 2"]),
            ("user,sender,message\na,b,\"c\"d\n", ["text_after_quote row 2"]),
            ("user,sender,message\na,b,\"c\" \n", ["text_after_quote row 2"]),
            ("user,sender,message\na,b,\"c\n\nd\"e\n", ["text_after_quote row 2 line 4"]),
            ("user,\"sender,message\n", ["open_quote row 1"]),
        ])
    func faults(text: String, expected: [String]) throws {
        #expect(try Sample(text).errors() == expected)
        #expect(try Sample(text).check().blocksAllRows)
    }

    @Test("The cursor stops at the fault after the rows before it")
    func cursor() throws {
        var cursor = try Sample("user,sender,message\na,b,c\nd,e,\"f\n").open().rows()
        #expect(try cursor.next()?.user == "a")
        #expect(throws: ManifestFault.self) { try cursor.next() }
        #expect(throws: ManifestFault.self) { try cursor.next() }
    }

    @Test("Empty, blank and header-only files are refused in their own words")
    func nothing() throws {
        #expect(try Sample("").errors() == ["empty"])
        #expect(try Sample("user,sender,message\n").errors() == ["no_rows"])
        #expect(try Sample("user,sender,message").errors() == ["no_rows"])
        #expect(try Sample("\n\n").errors().first == "no_rows")
    }

    @Test("A row as large as allowed is read, one byte more is refused")
    func rowSize() throws {
        let options = ReadingOptions(maxRowSize: 200_000)
        // A cell counts one byte beyond its text.
        let fits = String(repeating: "x", count: 200_000 - 5)
        #expect(try Sample("user,sender,message\na,b,\(fits)\n", options: options).errors() == [])
        #expect(
            try Sample("user,sender,message\na,b,c\na,b,\(fits)x\nd,e,f\n", options: options).errors()
                == ["row_too_large row 3"])
    }

    @Test("A quote that opens at the start of 5 GB fails at once with its line")
    func openQuoteInHugeFile() throws {
        let sample = try Sample("user,sender,message\na,b,c\nd,e,\"")
        let handle = try #require(FileHandle(forWritingAtPath: sample.path))
        try handle.truncate(atOffset: 5_000_000_000)
        try handle.close()
        let check = try sample.check()
        #expect(check.diagnostics.map(Sample.brief) == ["row_too_large row 3"])
        #expect(check.fault?.problem.contains("the quote that opens on line 3 may never be closed") == true)
        #expect(check.valid == 1)
    }

    @Test("A thousand columns are read, one more is refused")
    func columns() throws {
        func text(_ count: Int) -> String {
            let header = ["user", "sender", "message"] + (3..<count).map { "c\($0)" }
            let row = ["a", "b", "c"] + (3..<count).map { _ in "" }
            return header.joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n"
        }
        #expect(try Sample(text(1_000)).errors() == [])
        #expect(try Sample(text(1_001)).errors().first == "too_many_columns row 1")
    }

    @Test("A file that is missing, a folder or a pipe is unreadable, without waiting")
    func unreadable() throws {
        let sample = try Sample("x")
        func kind(_ path: String) -> ManifestFault.Kind? {
            do {
                _ = try Manifest.open(path, options: ReadingOptions(inputFormat: .csv), scope: sample.scope)
                return nil
            } catch { return error.kind }
        }
        #expect(kind(sample.folder.file("missing.csv")) == .unreadable)
        #expect(kind(sample.folder.path) == .unreadable)
        try makePipe(sample.folder.file("pipe.csv"))
        #expect(kind(sample.folder.file("pipe.csv")) == .unreadable)
    }

    @Test("A name that tells no format needs the option")
    func unknownFormat() throws {
        #expect(try Sample(oneMessage("x"), name: "m.dat").errors() == ["unknown_format"])
        #expect(try Sample(oneMessage("x"), name: "m.dat", options: ReadingOptions(inputFormat: .csv)).errors() == [])
    }
}
