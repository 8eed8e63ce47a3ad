import BatchModel
import Testing

@Suite("Text for showing")
struct DisplayTextTests {
    @Test(
        "What a terminal or a viewer could act on is replaced",
        arguments: [
            0x00, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x061C, 0x200E, 0x202E, 0x2028, 0x2066, 0xFEFF, 0xE0041,
        ] as [UInt32])
    func harmful(code: UInt32) throws {
        let character = String(try #require(Unicode.Scalar(code)))
        #expect(DisplayText.oneLine("a" + character + "b") == "a\u{FFFD}b")
    }

    @Test("Other text is shown as it is", arguments: ["", "plain", "Grüße", "日本語", "👩‍👩‍👧", "e\u{301}", "\u{A0}"])
    func harmless(text: String) {
        #expect(DisplayText.oneLine(text) == text)
        #expect(DisplayText.withoutControls(text) == text)
    }

    @Test("Text is cut after the limit, and not at it")
    func limit() {
        #expect(DisplayText.oneLine("12345", limit: 5) == "12345")
        #expect(DisplayText.oneLine("123456", limit: 5) == "12345…")
    }

    @Test("Reports lose control characters only, one for one")
    func controls() {
        #expect(DisplayText.withoutControls("a\r\nb\u{9F}c\u{202E}") == "a\u{FFFD}\u{FFFD}b\u{FFFD}c\u{202E}")
        #expect(!DisplayText.isControl("\u{20}"))
        #expect(DisplayText.isControl("\u{1F}"))
        #expect(!DisplayText.isControl("\u{A0}"))
    }
}
