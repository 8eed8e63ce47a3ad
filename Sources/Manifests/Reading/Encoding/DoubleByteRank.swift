/// How usual characters of two bytes are, by their first: the encodings of East Asia put the usual ones in front.
enum DoubleByteRank {
    /// The points of bytes that an encoding of East Asia can read; zero for any other encoding.
    static func points(_ bytes: [UInt8], _ encoding: String) -> Double {
        guard let points = ranks[encoding] else { return 0 }
        var total = 0.0
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            // Japanese letters of half the width have one byte.
            if first < 0x80 || (0xA1...0xDF).contains(first) && ["shift_jis", "cp932"].contains(encoding) {
                index += 1
                continue
            }
            total += points(first, index + 1 < bytes.count ? bytes[index + 1] : 0)
            index += 2
        }
        return total
    }

    /// Whether an encoding is one of East Asia.
    static func isRanked(_ encoding: String) -> Bool { ranks[encoding] != nil }

    private typealias Points = @Sendable (UInt8, UInt8) -> Double
    private static let ranks: [String: Points] = [
        "shift_jis": shiftJIS, "cp932": shiftJIS, "euc-kr": korean, "cp949": korean,
        "gb18030": { first, second in
            if second < 0xA1 { return -3 }
            switch first {
            case 0xB0...0xD7: return 2
            case 0xA1...0xA9: return 0
            case 0xD8...0xF7: return -1
            default: return -3
            }
        },
        "big5-hkscs": { first, _ in first >= 0xA4 && first <= 0xC6 ? 2 : first < 0x87 ? -3 : 0 },
        // Half of its characters of two bytes begin with one of these.
        "johab": { first, _ in first >= 0x88 && first <= 0xD3 ? 2 : -3 },
        "big5": { first, _ in first >= 0xA4 && first <= 0xC6 ? 2 : first < 0xA4 ? 0 : -1 },
        "euc-jp": { first, _ in first >= 0xB0 && first <= 0xCF ? 2 : first >= 0xA1 && first <= 0xA8 ? 0 : -1 },
    ]

    private static let shiftJIS: Points = { first, _ in
        first >= 0x88 && first <= 0x97 ? 2 : first < 0x88 ? 0 : -1
    }
    private static let korean: Points = { first, second in
        if second < 0xA1 { return -3 }
        switch first {
        case 0xB0...0xC8: return 2
        case 0xA1..<0xB0: return 0
        case 0xCA...: return -1
        default: return -3
        }
    }
}
