import Testing

@testable import Manifests

@Suite("A file joined from two encodings is told from one with a slip, and from one in a single encoding")
struct JoinedEncodingsTests {
    private static let header = Array("user,sender,message\n".utf8)

    private func lines(_ names: [String], _ encoding: String) throws -> [UInt8] {
        let text = names.map { "\($0),office,Grüße für \($0)\n" }.joined()
        return try #require(EncodingConverter(from: "UTF-8", to: encoding)?.convert(whole: Array(text.utf8)))
    }

    @Test("Where the second begins is said, whichever it is, and no option is offered")
    func joined() throws {
        let (unicode, western) = (
            try lines(["josé", "zoë"], "UTF-8"), try lines(["jürgen", "noël", "käthe"], "WINDOWS-1252")
        )
        let cases = [
            (unicode + western, "UTF-8, and from line 4 on windows-1252,"),
            (western + unicode, "windows-1252, and from line 5 on UTF-8,"),
            (
                unicode + western + unicode + western,
                "lines in UTF-8 and lines in windows-1252 (the first of them line 4),"
            ),
        ]
        for (rows, words) in cases {
            let remedy = try #require(try Sample(Self.header + rows).check().fault).remedy
            #expect(remedy.hasPrefix("The file holds two encodings, " + words), "\(remedy)")
            #expect(!remedy.contains("--encoding windows"))
            let options = ReadingOptions(encoding: "windows-1252")
            let check = try Sample(Self.header + rows, options: options).check()
            #expect(check.fileWarnings.contains { $0.remedy.hasPrefix("The file holds two encodings, " + words) })
        }
    }

    @Test("A single line is a slip, and a file of one encoding is none of two")
    func single() throws {
        let slip = try Self.header + lines(["josé", "zoë"], "UTF-8") + lines(["noël"], "WINDOWS-1252")
        #expect(try #require(try Sample(slip).check().fault).remedy.contains("correct this cell"))
        let western = try Self.header + lines(["josé", "zoë"], "WINDOWS-1252")
        #expect(try #require(try Sample(western).check().fault).remedy.contains("--encoding windows-1252 reads"))
        let options = ReadingOptions(encoding: "windows-1252")
        #expect(try Sample(western, options: options).check().fileWarnings.isEmpty)
        let unicode = try Self.header + lines(["josé", "zoë"], "UTF-8")
        #expect(
            try Sample(unicode, options: options).check().fileWarnings.allSatisfy {
                !$0.remedy.contains("two encodings")
            })
        // 联通 in GBK is UTF-8 by chance.
        let chinese = Array("ann,office,联通\nbob,office,您好，明天开会\ncid,office,请准时参加\n".utf8)
        let gbk = try #require(EncodingConverter(from: "UTF-8", to: "GBK")?.convert(whole: chinese))
        #expect(try #require(try Sample(Self.header + gbk).check().fault).remedy.contains("--encoding gb18030"))
    }

    @Test("UTF-8 that the encoding given cannot read is called that")
    func wronglyGiven() throws {
        let options = ReadingOptions(encoding: "windows-1252")
        let file = Self.header + Array("Łukasz,office,Hi\n".utf8)
        let remedy = try #require(try Sample(file, options: options).check().fault).remedy
        #expect(remedy == "The file is UTF-8, which reads “Łukasz”: leave --encoding out.")
    }
}
