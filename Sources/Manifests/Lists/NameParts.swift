/// The names that a text may hold beside other words: `bob` in `bob left 2026`.
enum NameParts {
    /// All runs of so many words are looked at; of more words those at the ends, and single ones.
    private static let wordLimit = 5
    private static let partLimit = 40
    private static let signs: Set<Unicode.Scalar> = ["@", "-", "+", "!"]
    private static let dividers: Set<Unicode.Scalar> = [
        ":", "：", "=", "/", "#", "*", "%", "^", "\\", "?", "&", "→", "–", "—", "•", "·",
    ]

    /// Every part that may be a name, the text itself left out.
    static func of(_ text: String) -> [String] {
        Array(Set(BareName.forms(of: text).flatMap { parts(of: $0) }).subtracting([text]))
    }

    private static func parts(of text: String) -> Set<String> {
        let scalars = text.unicodeScalars
        let words = scalars.split { isDivider($0) }
        var parts: Set<String> = []
        func add(_ part: Substring.UnicodeScalarView) {
            let bare = part.drop { signs.contains($0) }
            for name in [String(part), String(bare), BareName.stripped(String(part))] where !name.isEmpty {
                parts.insert(name)
            }
        }
        for (first, word) in words.enumerated() {
            for last in first..<words.count {
                let isNear = words.count <= wordLimit || first == last || first == 0 || last == words.count - 1
                if isNear, parts.count < partLimit { add(scalars[word.startIndex..<words[last].endIndex]) }
            }
        }
        return parts
    }

    /// The domain a pattern such as `*@example.org` or `@example.org` covers; nil when the text is none.
    static func domain(_ text: String) -> String? {
        guard let sign = text.lastIndex(of: "@"), NameShape.of(text.unicodeScalars[...]).contains(.wildcard) else {
            return nil
        }
        let domain = text[text.index(after: sign)...].filter { $0 != "\\" && $0 != "$" && $0 != "*" && $0 != "%" }
        return domain.contains(".") ? domain : nil
    }

    private static func isDivider(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || dividers.contains(scalar) || ListedName.isDelimiter(scalar)
            || ListedName.isEnclosing(scalar)
    }
}
