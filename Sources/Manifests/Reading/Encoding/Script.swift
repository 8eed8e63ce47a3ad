/// The writing system of a character, as far as readings in a wrong encoding mix them.
enum Script {
    case none, ascii, latin, cyrillic, greek, hebrew, arabic, thai, kana, halfKana, hangul, ideograph, other

    init(_ scalar: UInt32) {
        if scalar < 0x80 {
            self = Letter(scalar) == .none ? .none : .ascii
            return
        }
        switch scalar {
        // Ordinals and the micro sign are letters to Unicode only.
        case 0xAA, 0xB5, 0xBA: self = .none
        case 0x3040...0x30FF: self = .kana
        case 0xFF61...0xFF9F: self = .halfKana
        case 0xE00...0xE7F: self = .thai
        default: self = Letter(scalar) == .none ? .none : Self.ofLetter(scalar)
        }
    }

    /// Whether the letters are Latin ones, with or without accents.
    var isLatin: Bool { self == .ascii || self == .latin }

    /// Whether texts of the script hold characters of two bytes each in their older encodings.
    var isEastAsian: Bool { [.kana, .halfKana, .hangul, .ideograph].contains(self) }

    private static func ofLetter(_ scalar: UInt32) -> Script {
        switch scalar {
        case 0x80...0x24F, 0x1E00...0x1EFF: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x400...0x52F: .cyrillic
        case 0x590...0x5FF: .hebrew
        case 0x600...0x6FF: .arabic
        case 0xAC00...0xD7A3: .hangul
        case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .ideograph
        default: .other
        }
    }
}
