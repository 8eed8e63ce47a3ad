import Manifests
import Testing

@Suite("CSV is read exactly as it is written")
struct CSVReadingTests {
    @Test(
        "The cell arrives byte for byte",
        arguments: [
            ("plain", "plain"),
            (" blanks kept ", " blanks kept "),
            ("\"quoted, with comma\"", "quoted, with comma"),
            ("\"a \"\"quote\"\"\"", "a \"quote\""),
            ("\"two\nlines\"", "two\nlines"),
            ("\"two\r\nlines\"", "two\r\nlines"),
            ("\"two\rlines\"", "two\rlines"),
            ("007", "007"),
            ("1e400", "1e400"),
            ("héllo 👩‍👩‍👧 e\u{301}", "héllo 👩‍👩‍👧 e\u{301}"),
            ("\t tab", "\t tab"),
            ("=1+2", "=1+2"),
        ])
    func cells(written: String, expected: String) throws {
        #expect(try Sample(oneMessage(written)).messages() == [expected])
    }

    @Test(
        "Lines may end in LF, CR LF, CR, or differently each",
        arguments: ["\n", "\r\n", "\r"])
    func lineEndings(ending: String) throws {
        let text = ["user,sender,message", "ann,bob,one", "ann,bob,two"].joined(separator: ending)
        #expect(try Sample(text).messages() == ["one", "two"])
        #expect(try Sample(text + ending).messages() == ["one", "two"])
    }

    @Test("Mixed line endings keep the line numbers right")
    func mixedEndings() throws {
        let rows = try Sample("user,sender,message\r\na,b,1\rc,d,2\ne,f,\"3\r\n4\"\n\r\ng,h,5").rows()
        #expect(rows.map(\.line) == [2, 3, 4, 7])
        #expect(rows.map(\.row) == [2, 3, 4, 6])
        #expect(rows.map(\.position) == [0, 1, 2, 3])
    }

    @Test(
        "The delimiter is found by looking",
        arguments: [",", ";", "\t", "|"])
    func delimiters(delimiter: String) throws {
        let header = ["user", "sender", "message"].joined(separator: delimiter)
        let row = ["ann", "bob", "one, two; three\tfour|five".split(separator: delimiter).joined()]
            .joined(separator: delimiter)
        let sample = try Sample("\(header)\n\(row)\nu\(delimiter)b\(delimiter)\"x\(delimiter)\(delimiter)y\"\n")
        let check = try sample.check()
        #expect(check.layout.delimiter == delimiter.utf8.first)
        #expect(check.valid == 2)
        #expect(try sample.messages().last == "x\(delimiter)\(delimiter)y")
    }

    @Test("Commas in messages do not make a comma the delimiter")
    func commasInMessages() throws {
        let text = "user;sender;message\na;b;one, two, three\nc;d;four, five, six\n"
        #expect(try Sample(text).messages() == ["one, two, three", "four, five, six"])
    }

    @Test("An option beats what the file looks like")
    func chosenDelimiter() throws {
        let options = ReadingOptions(delimiter: UInt8(ascii: "^"))
        #expect(try Sample("user^sender^message\na^b^c,d\n", options: options).messages() == ["c,d"])
    }

    @Test("A sep= line is obeyed and counts as a line, not as a row", arguments: ["sep=^\n", "SEP=^\r\n", "sep=^\r"])
    func promisedDelimiter(line: String) throws {
        let rows = try Sample(line + "user^sender^message\na^b^c\n").rows()
        #expect(rows.map(\.user) == ["a"])
        #expect(rows.map(\.row) == [2])
        #expect(rows.map(\.line) == [3])
    }

    @Test("A .tsv file is read with tabs whatever its cells hold")
    func tabs() throws {
        let rows = try Sample("user\tsender\tmessage\na\tb\tx,y,z\n", name: "m.tsv").rows()
        #expect(rows.first?.content?.message == "x,y,z")
    }

    @Test("Blank lines are skipped, counted by row and line numbers, and noted once")
    func blankLines() throws {
        let sample = try Sample("\n\nuser,sender,message\n\na,b,c\n\n\nd,e,f\n\n")
        #expect(try sample.rows().map(\.row) == [5, 8])
        #expect(try sample.rows().map(\.line) == [5, 8])
        let check = try sample.check()
        #expect(check.blankLines == 6)
        #expect(check.warnings.map(\.code) == ["manifest.blank_lines"])
        #expect(check.isValid)
    }

    @Test("A file may end without a line break, and without a byte behind a quoted cell")
    func noFinalBreak() throws {
        #expect(try Sample("user,sender,message\na,b,c").messages() == ["c"])
        #expect(try Sample("user,sender,message\na,b,\"c\"").messages() == ["c"])
    }

    @Test("Rows longer than the blocks the file is read in arrive whole")
    func longRows() throws {
        let long = String(repeating: "a\"\"b,\n", count: 60_000)
        let text = "user,sender,message\n" + (0..<3).map { "u\($0),b,\"\(long)\"\n" }.joined()
        let rows = try Sample(text).rows()
        #expect(rows.map { $0.content?.message } == Array(repeating: long.replacing("\"\"", with: "\""), count: 3))
        #expect(rows.map(\.line) == [2, 60_003, 120_004])
    }
}
