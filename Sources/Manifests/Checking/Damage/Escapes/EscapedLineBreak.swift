import Text

/// `\n` as two characters, where a program meant a line break.
enum EscapedLineBreak {
    private static let backslash = UInt8(ascii: "\\")

    static func first(in text: Span<UInt8>) -> Damage? {
        for index in text.indices where text[index] == backslash && index + 1 < text.count {
            guard text[index + 1] == UInt8(ascii: "n"), !isInPath(text, index) else { continue }
            return Damage(
                kind: .escapedLineBreak, finding: "holds \\n as two characters, not a line break",
                remedy:
                    "Put a real line break there: in CSV inside quotes, in a shell with $'…' or \(option: .template).")
        }
        return nil
    }

    /// `_x000D_`, as workbooks write the ends of lines in their files.
    static func ofWorkbook(in text: Span<UInt8>) -> Damage? {
        for index in text.indices where text[index] == UInt8(ascii: "_") {
            for code in ["_x000D_", "_x000A_", "_x000d_", "_x000a_"] where text.has(Array(code.utf8), at: index) {
                return Damage(
                    kind: .escapedLineBreak, finding: "holds \(code), which is how workbooks write the end of a line",
                    remedy: "Remove it, or put a real line break there.")
            }
        }
        return nil
    }

    /// Whether the word around a backslash is a path, such as C:\new or \\server\news.
    private static func isInPath(_ text: Span<UInt8>, _ index: Int) -> Bool {
        var (start, end) = (index, index)
        while start > 0, text[start - 1] > 0x20 { start -= 1 }
        while end < text.count, text[end] > 0x20 { end += 1 }
        var place = start
        while place < end {
            guard text[place] == backslash, place + 1 < end else {
                place += 1
                continue
            }
            if place >= start + 2, text[place - 1] == UInt8(ascii: ":"), isLetter(text[place - 2]),
                place == start + 2 || !isLetter(text[place - 3])
            {
                return true
            }
            let next = text[place + 1]
            if next == backslash, place == start { return true }
            // Another folder's name, or a regular expression: a line break has a letter of its own.
            if ![
                UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "\""), UInt8(ascii: "'"),
                backslash,
            ]
            .contains(next) {
                return true
            }
            place += 2
        }
        return false
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
