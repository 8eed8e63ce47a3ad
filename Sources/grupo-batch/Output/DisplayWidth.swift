/// How many columns of a terminal a text takes.
///
/// Where terminals differ it counts too much rather than too little: a line that is cut early is better than one that wraps.
enum DisplayWidth {
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23F3, 0x25FD...0x25FE, 0x2600...0x27BF,
        0x2B1B...0x2B1C, 0x2B50...0x2B55, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FF,
        0x1D300...0x1D356, 0x1F000...0x1FBFF, 0x20000...0x3FFFD,
    ]

    /// The columns of a whole text.
    static func columns(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + columns($1) } }

    /// The text if it fits, else as much of it as fits with an ellipsis.
    static func cut(_ text: String, to limit: Int) -> String {
        guard columns(text) > limit else { return text }
        guard limit > 0 else { return "" }
        var shown = String.UnicodeScalarView()
        var used = 1
        for scalar in text.unicodeScalars {
            used += columns(scalar)
            guard used <= limit else { break }
            shown.append(scalar)
        }
        return String(shown) + "…"
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        // A variation selector may turn the narrow sign before it into a wide picture.
        case .nonspacingMark, .enclosingMark: return scalar.value == 0xFE0F ? 1 : 0
        default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }
}
