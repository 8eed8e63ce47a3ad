/// Where signs beyond ASCII stand by right.
enum SignPlace {
    static func points(_ scalar: UInt32, _ before: UInt32, _ after: UInt32) -> Double {
        let (left, right) = (Letter(before) != .none, Letter(after) != .none)
        switch scalar {
        case 0x2019: return left && right ? 4 : left ? 2 : 0
        case 0x201C, 0x201E, 0x2018, 0x201A, 0xAB: return !left && right ? 2 : left && right ? -4 : 0
        case 0x201D, 0xBB, 0x2026: return right ? -3 : left ? 2 : 0
        case 0x2013, 0x2014, 0xA3, 0xB0, 0xA0: return left && right ? -1 : 2
        // A price has digits beside it.
        case 0x20AC: return right ? -1 : 2
        case 0xBF, 0xA1: return !left && right ? 2 : -4
        case 0xAA, 0xBA: return before &- 0x30 < 10 && !right ? 1 : right ? -3 : 0
        case 0x2500...0x259F: return -4
        // The full stops and commas of Chinese and Japanese.
        case 0x3000...0x303F, 0xFF01...0xFF5E: return 3
        default: return left && right ? -4 : left || right ? -1 : 0
        }
    }
}
