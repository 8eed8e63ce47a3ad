import Manifests
import Testing

@Suite("JSON is read strictly and as a stream")
struct JSONReadingTests {
    static let row = #"{"user":"ann","sender":"bob","message":"hi"}"#

    @Test("An array, a document with defaults, and one object a line give the same rows")
    func forms() throws {
        let forms = [
            ("[\(Self.row),\n\(Self.row)]", "m.json"),
            (
                #"{"defaults":{"sender":"bob","message":"hi"},"messages":[{"user":"ann"},{"user":"ann","sender":null}]}"#,
                "m.json"
            ),
            ("\(Self.row)\n\(Self.row)\n", "m.jsonl"), ("\(Self.row)\r\n\n\(Self.row)", "m.ndjson"),
            ("\u{FEFF}[\(Self.row),\(Self.row)]", "m.json"),
        ]
        for (text, name) in forms {
            let rows = try Sample(text, name: name).rows()
            #expect(
                rows.compactMap(\.content).map { "\($0.user) \($0.sender) \($0.message)" } == [
                    "ann bob hi", "ann bob hi",
                ])
            #expect(rows.map(\.row) == [1, 2])
        }
    }

    @Test(
        "Texts arrive as they are meant",
        arguments: [
            (#""a\n\t\"\\\/b""#, "a\n\t\"\\/b"), (#""\u00e9\ud83d\ude00""#, "é😀"), (#""é😀 ""#, "é😀 "),
            (#""\u2028\ufeffx""#, "\u{2028}\u{FEFF}x"), (#""\b\f\rx""#, "\u{8}\u{C}\rx"),
        ])
    func texts(written: String, expected: String) throws {
        let text = #"[{"user":"ann","sender":"bob","message":\#(written)}]"#
        #expect(try Sample(text, name: "m.json").messages() == [expected])
    }

    @Test("A text longer than the blocks the file is read in, broken by escapes, arrives whole")
    func longTexts() throws {
        let long = String(repeating: #"é\u00e9\n"#, count: 40_000)
        let text = #"[{"user":"ann","sender":"bob","message":"\#(long)"}]"#
        #expect(try Sample(text, name: "m.json").messages() == [String(repeating: "éé\n", count: 40_000)])
    }

    @Test("null is as good as no key, and a number is a text for id and templates only")
    func plainValues() throws {
        let text =
            #"[{"user":"ann","sender":"bob","message":"hi","gif_url":null,"id":1000000000000000000000000000000,"x":1e400}]"#
        let row = try #require(try Sample(text, name: "m.json").rows().first)
        #expect(row.id == "1000000000000000000000000000000")
        #expect(row.cells.last?.value == "1e400")
        #expect(row.content?.gifURL == nil)
        #expect(
            try Sample(#"[{"user":null,"sender":"b","message":"m"}]"#, name: "m.json").errors() == [
                "missing_user row 1 user"
            ])
    }

    @Test(
        "A document that is not JSON, or not ours, is refused with element and line",
        arguments: [
            ("", "empty"), (" ", "json_syntax line 1"), ("7", "json_shape"), ("[", "json_syntax row 1"),
            ("[\n\(row),\n]", "json_syntax row 2 line 3"), ("[\(row)\n\(row)]", "json_syntax row 2"),
            ("[\(row)", "json_syntax row 2 line 1"),
            ("[\(row)] x", "json_syntax row 2 line 1"), ("[\(row)]]", "json_syntax row 2 line 1"),
            ("[,\(row)]", "json_syntax row 1"),
            (#"{"messages":[]}"#, "no_rows"), ("[]", "no_rows"), (#"{"messages":{}}"#, "json_shape"),
            ("{}", "json_shape"),
            (#"{"messages":[],"defaults":{}}"#, "json_shape"),
            (#"{"defaults":{},"defaults":{},"messages":[]}"#, "json_shape"),
            (#"{"defaults":{"sender":7},"messages":[]}"#, "json_shape"), (row, "json_shape"),
            ("\(row)\n\(row)", "json_syntax line 2"), ("null", "json_shape"), ("[[]]", "json_shape"),
            (#"[{"user":"\ud800"}]"#, "lone_surrogate row 1 user"),
            (#"[{"user":"\udc00"}]"#, "lone_surrogate row 1 user"),
            (#"[{"user":"\ud800\u0041"}]"#, "lone_surrogate row 1 user"),
            (#"[{"user":"\ud800\"}]"#, "json_syntax row 1"), (#"[{"user":"\x"}]"#, "json_syntax row 1"),
            ("[{\"user\":\"a\nb\"}]", "json_syntax row 1"), ("[{\"user\":\"a\tb\"}]", "json_syntax row 1"),
            (#"[{"user":"a",}]"#, "json_syntax row 1"), (#"[{"user" "a"}]"#, "json_syntax row 1"),
            (#"[{user:"a"}]"#, "json_syntax row 1"),
            (#"[{'user':'a'}]"#, "json_syntax row 1"), (#"[{"x":01}]"#, "json_syntax row 1"),
            (#"[{"x":+1}]"#, "json_syntax row 1"),
            (#"[{"x":.5}]"#, "json_syntax row 1"), (#"[{"x":1.}]"#, "json_syntax row 1"),
            (#"[{"x":1e}]"#, "json_syntax row 1"),
            (#"[{"x":NaN}]"#, "json_syntax row 1"), (#"[{"x":-Infinity}]"#, "json_syntax row 1"),
            (#"[{"x":True}]"#, "json_syntax row 1"),
            (#"[{"x":nul}]"#, "json_syntax row 1"), (#"[{"x":"\u00g0"}]"#, "json_syntax row 1"),
            ("[/**/]", "json_syntax row 1"),
        ])
    func refused(text: String, first: String) throws {
        #expect(try Sample(text, name: "m.json").errors().first == first)
    }

    @Test("Nesting of any depth is refused without harm")
    func deep() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(try Sample(#"[{"x":\#(deep)"#, name: "m.json").errors().first == "json_syntax row 1")
        #expect(try Sample(deep, name: "m.json").errors().first == "json_syntax row 1")
    }

    @Test("In JSON Lines a bad line costs itself only, and no line is swallowed")
    func badLines() throws {
        let row = Self.row
        let text = [row, "{\"user\":\"x\"", row, "{\"user\":\"x", row, "[1]", row + row, "{\"user\":", "x", row].joined(
            separator: "\n")
        let sample = try Sample(text, name: "m.jsonl")
        #expect(
            try sample.errors() == [
                "json_syntax row 2", "json_syntax row 4", "not_an_object row 6", "json_syntax row 7",
                "json_syntax row 8",
                "json_syntax row 9",
            ])
        #expect(
            try sample.rows().map { $0.content == nil } == [
                false, true, false, true, false, true, true, true, true, false,
            ])
    }

    @Test("A line that breaks off anywhere, also behind a backslash, costs no other line")
    func brokenLines() throws {
        let line = #"{"user":"a\"\u00e9\ud83d\n","sender":[1,{"a":null}],"message":-1.5e3}"#
        for length in 1..<line.count {
            let sample = try Sample("\(line.prefix(length))\n\(Self.row)\n", name: "m.jsonl")
            #expect(try sample.errors() == ["json_syntax row 1"])
            #expect(try sample.rows().map { $0.content == nil } == [true, false])
        }
    }

    @Test("One array among objects is a row that is none, also at the beginning; arrays alone are another form")
    func arrayFirst() throws {
        #expect(try Sample("[[1],\(Self.row)]", name: "m.json").errors() == ["not_an_object row 1"])
        #expect(try Sample("[1]\n\n\(Self.row)\n", name: "m.jsonl").errors() == ["not_an_object row 1"])
        for (text, name) in [
            ("[[1],[2]]", "m.json"), ("[[1]]", "m.json"), ("[1]\n[2]\n", "m.jsonl"), ("[1]", "m.jsonl"),
        ] {
            #expect(try Sample(text, name: name).check().fault?.diagnostic.code == "manifest.json_shape")
        }
    }

    @Test("A last line that was cut off is refused")
    func cutLine() throws {
        #expect(try Sample(Self.row + "\n" + Self.row.dropLast(5), name: "m.jsonl").errors() == ["json_syntax row 2"])
    }

    @Test("Each form points to the other where it was mistaken for it")
    func mistaken() throws {
        let lines = try #require(try Sample(Self.row + "\n" + Self.row, name: "m.json").check().fault)
        #expect(lines.remedy.contains(".jsonl"))
        let array = try #require(try Sample("[\(Self.row)]", name: "m.jsonl").check().fault)
        #expect(array.remedy.contains("--input-format json"))
    }

    @Test(
        "Half a character costs its row only, and is never joined to what follows",
        arguments: [
            (#"x\ud83d"#, nil), (#"\ude00"#, nil), (#"\ud83d\ud83d\ude00"#, nil), (#"\ud83d\n\ude00"#, nil),
            (#"\ud83d \ude00"#, nil), (#"\ud83d\ude00"#, "😀"), (#"\uD83D\uDE00\uFFFD"#, "😀\u{FFFD}"),
        ] as [(String, String?)])
    func loneSurrogates(written: String, expected: String?) throws {
        let text = #"[{"user":"ann","sender":"bob","message":"\#(written)"},\#(Self.row)]"#
        let sample = try Sample(text, name: "m.json")
        #expect(try sample.rows().map { $0.content?.message } == [expected, "hi"])
        #expect(try sample.errors() == (expected == nil ? ["lone_surrogate row 1 message"] : []))
    }

    @Test("The members around the rows are read as strictly as the rows, however large they are")
    func wrapper() throws {
        let large = String(repeating: "x", count: 1 << 21)
        let text = #"{"blob":"\#(large)","deep":{"x":[[{}]]},"data":[\#(Self.row)],"more":{"data":[1]}}"#
        let options = ReadingOptions(jsonPath: "data")
        #expect(try Sample(text, name: "m.json", options: options).messages() == ["hi"])
        for broken in [text.replacing("[1]", with: "[1,]"), text.replacing("[[{}]]", with: "[[{]]"), text + "]"] {
            #expect(try Sample(broken, name: "m.json", options: options).check().fault?.code == .jsonSyntax)
        }
    }

    @Test("A path says what it has no effect on")
    func idlePath() throws {
        let options = ReadingOptions(jsonPath: "data")
        #expect(try Sample(oneMessage("x"), options: options).warnings() == ["bad_option"])
        #expect(try Sample(Self.row, name: "m.jsonl", options: options).warnings() == ["bad_option"])
    }

    @Test("A file without columns is not said to have some")
    func noColumns() throws {
        let options = ReadingOptions(columnMap: ["user": "name"])
        let wrapped = try Sample(#"{"ok":true,"members":[{"name":"ann"}]}"#, name: "m.json", options: options).check()
        #expect(wrapped.warnings.isEmpty && wrapped.diagnostics.map(\.code) == ["manifest.json_shape"])
        #expect(wrapped.fault?.remedy == "Add --json-path members.")
        let none = try Sample("[]", name: "m.json", options: options).check()
        #expect(none.warnings.map(\.remedy) == ["The file has no column with a name."])
    }

    @Test("An element larger than a row may be is refused with its line")
    func tooLarge() throws {
        let large = String(repeating: "x", count: 1 << 20)
        for name in ["m.json", "m.jsonl"] {
            let text = (name == "m.json" ? "[" : "") + #"{"user":"\#(large)"}"#
            #expect(try Sample(text, name: name).errors() == ["row_too_large row 1"])
        }
    }

    @Test("More than a thousand different keys are refused")
    func manyKeys() throws {
        let keys = (0..<1_001).map { #""k\#($0)":"v""# }.joined(separator: ",")
        #expect(try Sample("[{\(keys)}]", name: "m.json").errors() == ["too_many_columns row 1"])
    }

    @Test("Keys written with escapes are the same keys")
    func escapedKeys() throws {
        let text = #"[{"\u0075ser":"ann","sender":"bob","message":"hi","user":"eve"}]"#
        #expect(try Sample(text, name: "m.json").errors() == ["duplicate_key row 1 user"])
    }
}
