/// UTF-8 that was read as Windows-1252 or Latin-1: "itâ€™s", "CafÃ©".
enum MisreadUTF8 {
    /// Where the first sequence stands that is typical enough to be no chance.
    static func first(in scalars: [UInt32]) -> Int? {
        var index = 0
        while index < scalars.count {
            guard scalars[index] >= 0xC2, scalars[index] <= 0xF4, let length = sequence(scalars, index) else {
                index += 1
                continue
            }
            if isTypical(scalars, index, length) { return index }
            index += 1
        }
        return nil
    }

    /// How many characters from a place on are the bytes of one character in UTF-8; nil when they are not.
    private static func sequence(_ scalars: [UInt32], _ index: Int) -> Int? {
        let lead = scalars[index]
        guard (0xC2...0xF4).contains(lead) else { return nil }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard index + length <= scalars.count else { return nil }
        for next in index + 1..<index + length {
            guard let byte = Windows1252.byte(scalars[next]), byte & 0xC0 == 0x80 else { return nil }
        }
        let second = Windows1252.byte(scalars[index + 1]) ?? 0
        if (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) {
            return nil
        }
        return length
    }

    private static func isTypical(_ scalars: [UInt32], _ index: Int, _ length: Int) -> Bool {
        let second = scalars[index + 1]
        switch scalars[index] {
        // A small à behind a capital is none: IRMÃ, and a no-break space.
        case 0xC3 where second == 0xA0: return index == 0 || Letter(scalars[index - 1]) != .capital
        case 0xC2, 0xC3: return isPlain(second, blankIsPlain: true) || isInsideWord(scalars, index)
        case 0xC4, 0xC5: return isPlain(second, blankIsPlain: false) || isInsideWord(scalars, index)
        // Romanian: ș and ț.
        case 0xC8: return [0x2DC, 0x2122, 0x161, 0x203A].contains(second) || isRun(scalars, index, length)
        case 0xC6...0xDF: return isRun(scalars, index, length)
        case 0xE2: return true
        case 0xEF where second == 0xBB: return true  // the byte-order mark
        case 0xF0: return second == 0x178 || second == 0x9F
        default:
            return isRun(scalars, index, length)
                || (isPlain(second, blankIsPlain: false) && isPlain(scalars[index + 2], blankIsPlain: false))
        }
    }

    /// Whether a character is no punctuation that could follow a capital letter by right: “PÅ”, MAÇÃ….
    private static func isPlain(_ scalar: UInt32, blankIsPlain: Bool) -> Bool {
        switch scalar {
        case 0xA0: blankIsPlain
        case 0x2018, 0x2019, 0x201C, 0x201D, 0x2013, 0x2014, 0x2026, 0x203A, 0x2039, 0xAB, 0xBB, 0xB2, 0xB3, 0xB7: false
        default: true
        }
    }

    /// A capital letter behind a small one, or punctuation before a letter, stands there by mistake.
    private static func isInsideWord(_ scalars: [UInt32], _ index: Int) -> Bool {
        let before = index > 0 ? Letter(scalars[index - 1]) : .none
        let after = index + 2 < scalars.count ? Letter(scalars[index + 2]) : .none
        if before == .small { return true }
        // No quote opens or closes between two letters: ESPAÃ‘A.
        let isQuote = [0x2018, 0x201C, 0x201D].contains(scalars[index + 1])
        return after != .none && (before != .capital || isQuote)
    }

    /// Whether a sequence of the same length follows or precedes directly, as in words of another script.
    private static func isRun(_ scalars: [UInt32], _ index: Int, _ length: Int) -> Bool {
        let next = index + length
        guard next < scalars.count, scalars[next] >= 0xC2, sequence(scalars, next) == length else { return false }
        let marks = [scalars[index + 1], scalars[next + 1]]
        return marks.contains { isPlain($0, blankIsPlain: true) }
    }
}
