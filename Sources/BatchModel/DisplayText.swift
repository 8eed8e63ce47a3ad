/// Makes text from the site or the manifest safe to show.
public enum DisplayText {
    /// The text on one line for a terminal or a log: control, escape, bidirectional and invisible format characters
    /// become U+FFFD, and what is longer than `limit` characters is cut with an ellipsis.
    public static func oneLine(_ text: String, limit: Int = 200) -> String {
        var shown = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return String(shown) + "…" }
            shown.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
            count += 1
        }
        return String(shown)
    }

    /// Whether a terminal or a viewer could act on the character instead of showing it.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        if isControl(scalar) { return true }
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return true  // bidirectional controls
        case 0x2028, 0x2029, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: return true  // separators, marks, tags
        default: return false
        }
    }

    /// U+0000 to U+001F and U+007F to U+009F, the characters reports replace.
    public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    /// The text with control characters replaced by U+FFFD, as the reports meant for people show it.
    public static func withoutControls(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(shown)
    }
}
