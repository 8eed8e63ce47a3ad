import Manifests
import Testing

@Suite("Zero bytes at the end are no text, and are told")
struct ZeroPaddingTests {
    private static let text = "user,sender,message\nann,bob,hi\nbea,bob,hi\n"

    @Test("They are counted, with the last row, and hashed with the file", arguments: [1, 2, 511, 70_000])
    func padded(count: Int) throws {
        let whole = try Sample(Self.text).check()
        let padded = try Sample(Array(Self.text.utf8) + [UInt8](repeating: 0, count: count))
        let check = try padded.check()
        #expect(whole.zeroPadding == nil)
        #expect(check.isValid && check.rows == 2)
        let padding = try #require(check.zeroPadding)
        #expect(padding.byteCount == Int64(count) && padding.lastRow == 3 && padding.lastUser == "bea")
        #expect(check.inputDigest != whole.inputDigest)
        #expect(try check.inputDigest == padded.open().inputDigest())
    }

    @Test("A file much longer than its blocks is read to its end, and not beyond")
    func long() throws {
        let rows = (0..<40_000).map { "u\($0),bob,hello\n" }.joined()
        for count in [1, 300_000] {
            let bytes = Array("user,sender,message\n\(rows)".utf8) + [UInt8](repeating: 0, count: count)
            let sample = try Sample(bytes)
            let check = try sample.check()
            #expect(check.isValid && check.rows == 40_000 && check.zeroPadding?.lastUser == "u39999")
            #expect(try check.inputDigest == sample.open().inputDigest())
        }
    }

    @Test("A Ctrl-Z before them shows that the text is whole")
    func endMark() throws {
        let check = try Sample(Array((Self.text + "\u{1A}").utf8) + [UInt8](repeating: 0, count: 9)).check()
        #expect(check.zeroPadding == nil && check.isValid)
        #expect(check.warnings.map(\.code) == ["manifest.end_mark"])
    }

    @Test("Zero bytes in the middle are an error of their row as before")
    func middle() throws {
        let sample = try Sample("user,sender,message\n\0\0\0\0ann,bob,hi\nbea,bob,hi\n")
        #expect(try sample.errors() == ["control_character row 2 user"])
    }
}
