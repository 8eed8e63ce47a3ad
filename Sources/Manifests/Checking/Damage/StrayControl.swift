import BatchModel

/// Control characters that nobody types, such as U+0007, and the marks of files in the middle of one.
enum StrayControl {
    static func first(in text: Span<UInt8>) -> Damage? {
        let bytes = Array(copying: text)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return damage("begins with U+FEFF, the mark that begins a file")
        }
        guard let byte = bytes.first(where: isStray), byte > 0 else { return nil }
        return damage("holds \(DisplayText.name(of: Unicode.Scalar(byte))), a control character that nobody types")
    }

    /// Whether it is a control character other than a tab and the ends of lines.
    static func isStray(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 9 && byte != 10 && byte != 13 || byte == 0x7F
    }

    private static func damage(_ finding: String) -> Damage {
        Damage(kind: .strayControl, finding: finding, remedy: "Remove it.")
    }
}
