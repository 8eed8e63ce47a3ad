/// How much a text looks like one that somebody wrote, judged by its characters beyond ASCII and their neighbours.
enum Plausibility {
    private enum Script { case none, ascii, latin, other, ideograph, kana }

    /// Positive for plausible text, the higher the better; negative for text read in a wrong encoding.
    static func score(_ scalars: [UInt32]) -> Double {
        var total = 0.0
        for index in scalars.indices where scalars[index] >= 0x80 { total += points(scalars, index) }
        return total
    }

    private static func points(_ scalars: [UInt32], _ index: Int) -> Double {
        let scalar = scalars[index]
        let before = index > 0 ? scalars[index - 1] : 0x20
        let after = index + 1 < scalars.count ? scalars[index + 1] : 0x20
        if scalar < 0xA0 || scalar == 0xFFFD || (0xE000...0xF8FF).contains(scalar) { return -10 }
        let (left, right) = (script(before), script(after))
        switch script(scalar) {
        case .latin: return latin(scalar, before, after)
        case .other:
            return left == .ascii || right == .ascii ? -4 : isAlone(left, right) ? 0 : caseOfOther(scalar, before)
        case .kana: return 4
        case .ideograph: return left == .ascii || right == .ascii ? -4 : isAlone(left, right) ? 0 : 3
        case .none, .ascii: return sign(scalar, before, after)
        }
    }

    private static func isAlone(_ left: Script, _ right: Script) -> Bool { left == .none && right == .none }

    private static func latin(_ scalar: UInt32, _ before: UInt32, _ after: UInt32) -> Double {
        let neighbours = [script(before), script(after)]
        if neighbours.contains(.other) || neighbours.contains(.ideograph) { return -4 }
        // A letter with none but accented ones beside it is one of another script.
        if neighbours.contains(.latin), !neighbours.contains(.ascii) { return -2 }
        if Letter(scalar) == .capital, Letter(before) == .small { return -4 }
        if Letter(scalar) == .small, Letter(before) == .capital, Letter(after) == .capital { return -3 }
        return scalar <= 0xFF ? 3 : 2
    }

    /// KOI8 has the capitals where Windows-1251 has the small letters.
    private static func caseOfOther(_ scalar: UInt32, _ before: UInt32) -> Double {
        Letter(scalar) == .capital && Letter(before) == .small ? -3 : 3
    }

    private static func sign(_ scalar: UInt32, _ before: UInt32, _ after: UInt32) -> Double {
        let (left, right) = (Letter(before) != .none, Letter(after) != .none)
        switch scalar {
        case 0x2019: return left ? 2 : 0
        case 0x201C, 0x201E, 0x2018, 0x201A, 0xAB: return !left && right ? 2 : left && right ? -4 : 0
        case 0x201D, 0xBB, 0x2026: return right ? -3 : 2
        case 0x2013, 0x2014, 0x20AC, 0xA3, 0xB0, 0xA0: return left && right ? -1 : 2
        case 0x2500...0x259F: return -4
        // The full stops and commas of Chinese and Japanese.
        case 0x3000...0x303F, 0xFF01...0xFF5E: return 3
        default: return left && right ? -4 : left || right ? -1 : 0
        }
    }

    private static func script(_ scalar: UInt32) -> Script {
        switch Letter(scalar) {
        case .none: return scalar >= 0x3040 && scalar <= 0x30FF ? .kana : .none
        case .small, .capital, .other: break
        }
        switch scalar {
        case 0..<0x80: return .ascii
        case 0x80..<0x250, 0x1E00..<0x1F00: return .latin
        case 0x3040...0x30FF: return .kana
        case 0x3400...0x9FFF, 0xAC00...0xD7A3, 0x20000...0x3FFFF: return .ideograph
        default: return .other
        }
    }
}
