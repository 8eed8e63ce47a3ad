/// Recognises text of two bytes a character.
enum WideText {
    /// Whether the bytes begin with the mark of UTF-16 or UTF-32.
    static func hasMark(_ head: [UInt8]) -> Bool {
        head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0, 0, 0xFE, 0xFF])
    }

    /// Whether text of one byte a character stands behind the mark of UTF-16: there every line break and delimiter has a zero byte.
    static func isFalselyMarked(_ head: [UInt8]) -> Bool {
        guard head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]), !head.contains(0) else {
            return false
        }
        let text = head.dropFirst(2)
        let plain = text.count { (0x20..<0x7F).contains($0) || $0 == 9 || $0 == 10 || $0 == 13 }
        return text.count > 2 && text.contains { $0 == 10 || $0 == 13 } && plain * 4 >= text.count * 3
    }

    /// The encoding of UTF-16 text without its mark; nil when the bytes do not look like it.
    static func unmarkedEncoding(_ head: [UInt8]) -> String? {
        var text = head.prefix(4_096)
        // Padding at the end of the file says nothing.
        while text.last == 0 { text.removeLast() }
        if text.count % 2 == 1 { text.removeLast() }
        if hasMark(head) || !text.contains(0) { return nil }
        return ["UTF-16LE", "UTF-16BE"].first { looksWide(text, isBig: $0 == "UTF-16BE") }
    }

    /// Blanks, line ends, quotes and delimiters: in UTF-16 text each has a zero byte on the same side.
    private static let separators = Set("\n\r\t ,;\"".utf8)

    private static func looksWide(_ head: ArraySlice<UInt8>, isBig: Bool) -> Bool {
        let high = isBig ? 0 : 1
        var ascii = 0
        var separated = 0
        var units = 0
        for index in stride(from: 0, to: head.count - 1, by: 2) {
            let (upper, lower) = (head[index + high], head[index + 1 - high])
            units += 1
            guard upper == 0 else { continue }
            if lower < 0x20, ![9, 10, 13, 0x1A].contains(lower) { return false }
            ascii += 1
            if separators.contains(lower) { separated += 1 }
        }
        let seen = head.count { separators.contains($0) }
        guard units >= 4, ascii * 20 >= units else { return false }
        return seen == 0 ? ascii == units : separated * 10 >= seen * 7
    }
}
