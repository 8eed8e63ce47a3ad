/// What the first cells of a column show about who or what they name.
struct LikelyContent {
    private static let sampleCount = 100

    /// The cells that hold something.
    private let texts: [String]

    /// Looks at a column of a page, by its name; `isTable` says that its cells have places.
    init(_ page: RecordPage, column name: String, isTable: Bool) {
        guard let column = page.columns.column(named: name) else {
            texts = []
            return
        }
        texts = (page.firstRow..<page.rows.count).prefix(Self.sampleCount).compactMap { row in
            page.cell(ofRow: row, column: column, isPositional: isTable).map(page.text(ofCell:))
        }
        .filter { !$0.isEmpty }
    }

    /// Whether the cells look like e-mail addresses or @names, hardly one twice.
    var holdsAddresses: Bool {
        let good = Set(texts.filter(Self.isAddress)).count
        return good > 0 && good * 10 >= texts.count * 8
    }

    /// Whether the cells look like names that people give themselves on a site: each once, one word, mostly in small letters.
    var holdsUserNames: Bool {
        guard texts.count > 1, Set(texts).count == texts.count, texts.allSatisfy(Self.isWord) else { return false }
        // Keys and digests have one length and no other letters than these.
        let isDigests = Set(texts.map(\.utf8.count)).count == 1 && texts.allSatisfy { $0.utf8.count >= 8 && $0.isHex }
        return !isDigests
            && texts.count { $0.first.map { $0.isLowercase || $0.isNumber } ?? false } * 10 >= texts.count * 8
    }

    /// Whether a text is an e-mail address or an @name.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, !text.utf8.contains(where: { $0 <= 0x20 }) else { return false }
        return parts[1].contains(UInt8(ascii: ".")) && !parts[0].isEmpty || parts[0].isEmpty && parts[1].count > 1
    }

    private static func isWord(_ text: String) -> Bool {
        (2...64).contains(text.count) && text.contains(where: \.isLetter)
            && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == "." }
            // A file or a site has a dot and an ending.
            && !(text.split(separator: ".").last.map { (2...4).contains($0.count) && text.contains(".") } ?? false)
    }
}

extension String {
    fileprivate var isHex: Bool { utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 || $0 == 0x2D } }
}
