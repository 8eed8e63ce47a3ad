/// Recognises text of East Asia that is written in ASCII with escapes, which reads as UTF-8 and is none.
enum EscapedText {
    private static let sets: [(escape: [UInt8], encoding: String)] = [
        (Array("$B".utf8), "ISO-2022-JP"), (Array("$@".utf8), "ISO-2022-JP"), (Array("$)C".utf8), "ISO-2022-KR"),
        (Array("$)A".utf8), "ISO-2022-CN"), (Array("$)G".utf8), "ISO-2022-CN"),
    ]
    private static let escape: UInt8 = 0x1B

    /// The encoding whose escapes stand in the bytes; nil where they are something else, such as the colours of a terminal.
    static func encoding(_ bytes: Span<UInt8>) -> String? {
        guard bytes.holds(escape) else { return nil }
        for index in bytes.indices where bytes[index] == escape {
            if let set = sets.first(where: { bytes.has($0.escape, at: index + 1) }) { return set.encoding }
        }
        return nil
    }

    /// The same of the beginning of a file, whose text is nothing but ASCII then.
    static func encoding(ofFile head: [UInt8]) -> String? {
        guard head.allSatisfy({ $0 < 0x80 && $0 > 0 }) else { return nil }
        return encoding(head.span) ?? (ShiftedText.isIn(head) ? "UTF-7" : nil)
    }
}
