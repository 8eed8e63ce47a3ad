import BatchModel

/// What can stand for one name on a list, and what is plainly more, or something else.
enum ListedName {
    private static let delimiters: [Unicode.Scalar: String] = [
        ",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a vertical bar", "，": "a comma", "；": "a semicolon",
        "、": "a comma", "،": "a comma", "؛": "a semicolon",
    ]
    private static let quotes: Set<Unicode.Scalar> = ["\"", "“", "”", "„", "«", "»", "＂"]
    private static let brackets: Set<Unicode.Scalar> = ["(", ")", "[", "]", "{", "}", "<", ">"]

    /// What a line of a plain list holds that a name never does: "a comma" and the like; nil when it can be a name.
    static func stranger(inLine line: Substring.UnicodeScalarView) -> String? {
        for scalar in line {
            if let delimiter = delimiters[scalar] { return delimiter }
            if quotes.contains(scalar) { return "a quote" }
            if brackets.contains(scalar) { return "a bracket" }
        }
        if let first = line.first, line.count > 1, "'‘’".unicodeScalars.contains(first),
            line.last.map({ "'’‘".unicodeScalars.contains($0) }) ?? false
        {
            return "a quote"
        }
        return strangerBesideAddress(line)
    }

    /// Whether a text of several names may have this between two of them.
    static func isDelimiter(_ scalar: Unicode.Scalar) -> Bool { delimiters[scalar] != nil }

    /// Whether it is a quote or a bracket.
    static func isEnclosing(_ scalar: Unicode.Scalar) -> Bool { quotes.contains(scalar) || brackets.contains(scalar) }

    /// The same for a cell that a table has for users, where only an address shows that there is more than a name.
    static func stranger(inCell cell: Substring.UnicodeScalarView) -> String? {
        // `Bob <bob>`, as mail programs write people.
        if cell.last == ">", cell.contains("<") { return "a name beside another one in angle brackets" }
        let hasAddress = cell.contains("@")
        for scalar in cell where hasAddress {
            if let delimiter = delimiters[scalar] { return delimiter }
            if quotes.contains(scalar) { return "a quote" }
            if brackets.contains(scalar) { return "a bracket" }
        }
        return strangerBesideAddress(cell)
    }

    /// Damage that would keep a name from being anybody's.
    static func damage(_ name: String) -> [Damage] {
        var finder = DamageFinder(encoding: nil)
        return finder.find(in: name.utf8.span, .user)
    }

    private static func strangerBesideAddress(_ text: Substring.UnicodeScalarView) -> String? {
        if text.contains(where: isControl) { return "a control character or line break" }
        let signs = text.count { $0 == "@" }
        if signs > 1 { return "two addresses" }
        return signs == 1 && text.contains { $0.properties.isWhitespace } ? "a blank beside an address" : nil
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        DisplayText.isControl(scalar) || scalar == "\u{2028}" || scalar == "\u{2029}"
    }

    /// The text without blanks at its ends.
    static func trimmed(_ text: String) -> Substring.UnicodeScalarView {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isEdge($0) }),
            let end = scalars.lastIndex(where: { !isEdge($0) })
        else { return scalars[scalars.endIndex...] }
        return scalars[start...end]
    }

    private static func isEdge(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
    }
}
