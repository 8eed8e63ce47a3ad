import BatchModel

/// Text from the user or the site as reports for people show it.
enum ShownText {
    /// The text with control characters replaced, and cut with an ellipsis after `limit` characters.
    static func clipped(_ text: String, limit: Int = 300) -> String {
        var shown = String.UnicodeScalarView()
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == limit { return String(shown) + "…" }
            shown.append(isShowable(scalar) ? scalar : "\u{FFFD}")
        }
        return String(shown)
    }

    /// The text with `replacement` for each character that has one, and U+FFFD for control characters and for those that
    /// XML and HTML cannot hold.
    ///
    /// Works on Unicode scalars: in Swift a quote that a combining mark follows is another character than a quote.
    static func escaped(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let other = replacement(scalar) {
                shown.append(contentsOf: other.unicodeScalars)
            } else {
                shown.append(isShowable(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return String(shown)
    }

    /// The text for markup: elements' content and quoted attributes of HTML and XML.
    static func markup(_ text: String) -> String {
        guard !text.utf8.allSatisfy(isPlain) else { return text }
        return escaped(text) { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: nil
            }
        }
    }

    private static func isShowable(_ scalar: Unicode.Scalar) -> Bool {
        !DisplayText.isControl(scalar) && scalar.value & 0xFFFE != 0xFFFE && !(0xFDD0...0xFDEF).contains(scalar.value)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        default: (0x20..<0x7F).contains(byte)
        }
    }
}
