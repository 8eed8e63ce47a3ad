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

    /// A user's or sender's name on one line, with every character that cannot be seen as its number: `a[U+200B]nn`.
    ///
    /// What joins and colours emoji stays: with them it can be seen. `blanks`: blanks that are none of the space bar are shown by number too.
    public static func revealed(_ name: String, limit: Int = 200, blanks: Bool = false) -> String {
        var shown = ""
        var count = 0
        var previous: Unicode.Scalar?
        for scalar in name.unicodeScalars {
            if count == limit { return shown + "…" }
            let isPartOfEmoji = previous.map(isEmojiPart) ?? false && (scalar == "\u{200D}" || scalar == "\u{FE0F}")
            let isUnseen = isControl(scalar) || isHarmful(scalar) || isInvisible(scalar) || blanks && isOddBlank(scalar)
            if !isPartOfEmoji, isUnseen {
                shown += "[\(code(of: scalar))]"
            } else {
                shown.unicodeScalars.append(scalar)
            }
            previous = scalar
            count += 1
        }
        return shown
    }

    private static func isEmojiPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{FE0F}" || (!scalar.isASCII && scalar.properties.isEmoji)
    }

    /// `U+200B ZERO WIDTH SPACE`.
    public static func name(of scalar: Unicode.Scalar) -> String {
        let name = scalar.properties.name ?? scalar.properties.nameAlias
        return code(of: scalar) + (name.map { " " + $0 } ?? "")
    }

    private static func code(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Characters that take no place on a screen: format characters, fillers and blanks of other scripts.
    public static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return false }
        if scalar.properties.generalCategory == .format { return true }
        switch scalar.value {
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0: return true
        default: return false
        }
    }

    /// Whether a character looks like a blank and is another one; that of East Asia is what its keyboards write.
    public static func isOddBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x80 && scalar.properties.generalCategory == .spaceSeparator && scalar != "\u{3000}"
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
