/// A character of UTF-8 whose bytes were read as so many characters.
struct UTF8Round {
    /// Where it begins among the characters read.
    let start: Int
    let count: Int
    /// The character it was.
    let meant: UInt32

    var end: Int { start + count }

    /// The character from a place on; nil when what stands there are not its bytes in the encoding.
    init?(_ scalars: [UInt32], _ start: Int, _ byte: (UInt32) -> UInt8?) {
        guard let lead = byte(scalars[start]), (0xC2...0xF4).contains(lead) else { return nil }
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard start + count <= scalars.count else { return nil }
        var bytes = [lead]
        for place in start + 1..<start + count {
            guard let next = byte(scalars[place]), next & 0xC0 == 0x80 else { return nil }
            bytes.append(next)
        }
        guard (try? UTF8Span(validating: bytes.span)) != nil else { return nil }
        var meant: [UInt32] = []
        meant.append(decoding: bytes.span)
        guard let first = meant.first else { return nil }
        (self.start, self.count, self.meant) = (start, count, first)
    }

    /// Whether the character is one that people write: by chance it would be any.
    var isUsual: Bool { Self.isUsual(meant) }

    static func isUsual(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xA0, 0xA1, 0xA3, 0xA7, 0xA9, 0xAA, 0xAB, 0xAE, 0xB0, 0xB2...0xB5, 0xBA, 0xBB, 0xBD, 0xBF: true
        case 0x2010...0x201A, 0x201C...0x201E, 0x2020...0x2026, 0x2039, 0x203A, 0x20AC, 0x2122: true
        case 0x200B, 0x200D, 0xFEFF, 0xFFFD, 0xFE0F, 0x2600..<0x27C0, 0x1F300..<0x1FB00: true
        case 0x900..<0x980, 0x10A0..<0x1100, 0x3000..<0x3100, 0x4E00..<0xA000, 0xAC00..<0xD7A4, 0xFF00..<0xFF5F: true
        default: Alphabet.someHas(scalar)
        }
    }
}
