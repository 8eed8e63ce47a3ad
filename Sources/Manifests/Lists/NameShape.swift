import BatchModel

/// What a text holds that few names have: where no row's user has the same, the text is probably more than a name.
struct NameShape: OptionSet, Sendable, Hashable {
    let rawValue: UInt16

    /// A blank inside.
    static let blank = NameShape(rawValue: 1 << 0)
    /// A colon.
    static let colon = NameShape(rawValue: 1 << 1)
    /// A sign that sets a remark apart: an equals sign, a slash, an arrow, a dash between blanks and the like.
    static let mark = NameShape(rawValue: 1 << 2)
    /// A sign that begins an item or a mention: `- ann`, `1. ann`, `@ann`.
    static let opening = NameShape(rawValue: 1 << 3)
    /// What divides names: a comma and the like.
    static let delimiter = NameShape(rawValue: 1 << 4)
    /// A quote or a bracket.
    static let enclosing = NameShape(rawValue: 1 << 5)
    /// What a pattern has: `*@example.org`, `@example.org`.
    static let wildcard = NameShape(rawValue: 1 << 6)
    /// Damaged text: `zoÃ«`, `bob &amp; co`.
    static let damaged = NameShape(rawValue: 1 << 7)
    /// More or other signs than a name alone has: `` `ann` ``, `ann.`, `ann＠example.org`.
    static let decorated = NameShape(rawValue: 1 << 8)

    private static let wildcards: Set<Unicode.Scalar> = ["*", "%", "^"]
    private static let marks: Set<Unicode.Scalar> = ["=", "/", "\\", "#", "→", "–", "—", "•", "·"]
    private static let openings: Set<Unicode.Scalar> = ["@", "-", "+", "!"]

    /// The shape of a text without blanks at its ends.
    static func of(_ text: Substring.UnicodeScalarView) -> NameShape {
        var shape: NameShape = []
        var last: Unicode.Scalar?
        for (index, scalar) in zip(text.indices, text) {
            if scalar.properties.isWhitespace {
                shape.insert(last == "." && startsWithNumber(text[..<index]) ? [.blank, .opening] : .blank)
                if last == "-" { shape.insert(.mark) }
            } else if ListedName.isDelimiter(scalar) {
                shape.insert(.delimiter)
            } else if ListedName.isEnclosing(scalar) {
                shape.insert(.enclosing)
            } else if scalar == ":" || scalar == "：" {
                shape.insert(.colon)
            } else if marks.contains(scalar) {
                shape.insert(.mark)
            } else if wildcards.contains(scalar) {
                shape.insert(.wildcard)
            }
            last = scalar
        }
        if let first = text.first, text.count > 1, openings.contains(first) {
            shape.insert(first == "@" && text.contains(".") ? .wildcard : .opening)
        }
        if !BareName.of(String(text)).isEmpty { shape.insert(.decorated) }
        return shape
    }

    private static func startsWithNumber(_ text: Substring.UnicodeScalarView) -> Bool {
        text.dropLast().allSatisfy { ("0"..."9").contains($0) } && text.count > 1
    }
}
