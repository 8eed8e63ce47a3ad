import BatchModel

/// Why the first line of a table is probably not the header it is taken for; looked for where no column of users was found.
struct HeaderDoubt {
    /// What is wrong, in one sentence.
    var problem: String
    /// What to do about it.
    var remedy: String

    private static let searched = 20

    /// Looks at a header and a page of rows below it; nil when it may be a header.
    static func find(_ columns: ColumnTable, _ page: RecordPage?, _ search: HeaderSearch) -> HeaderDoubt? {
        let names = columns.ownNames
        return alignedByBlanks(columns, page) ?? search.undivided(names) ?? search.below(names) ?? search.quoted(names)
            ?? person(names)
    }

    // MARK: Kinds

    /// People where the names of columns should be: to take the line for a header would forget them.
    static func person(_ names: [String]) -> HeaderDoubt? {
        guard let person = names.first(where: namesPerson) else { return nil }
        return HeaderDoubt(
            problem: "The file has no header: its first line holds \"\(person)\", which is a person.",
            remedy: names.count == 1
                ? "Put a line above it that says \"user\"."
                : "Put a line above it that names the columns, with \"user\" above that of users.")
    }

    /// Whether a text is an address, or people as mail programs write them. Some programs call columns @id and @type.
    static func namesPerson(_ text: String) -> Bool {
        if LikelyContent.isAddress(text) { return text.first != "@" }
        guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else { return false }
        return LikelyContent.isAddress(String(text[text.index(after: open)...].dropLast()))
    }

    // MARK: Blanks

    /// Columns that stand below each other, divided by blanks: their header may well read like the name of a field.
    static func alignedByBlanks(_ columns: ColumnTable, _ page: RecordPage?) -> HeaderDoubt? {
        guard let page, columns.ownCount == 1, let name = columns.ownNames.first, hasGap(name) else { return nil }
        let rows = (page.firstRow..<page.rows.count).prefix(searched)
        let aligned = rows.count { row in
            page.cellRange(ofRow: row).count == 1 && hasGap(page.text(ofCell: page.cellRange(ofRow: row).lowerBound))
        }
        guard aligned > 0, aligned * 2 >= rows.count else { return nil }
        return HeaderDoubt(
            problem:
                "The columns are divided by blanks, not by commas: row \(page.rows[page.firstRow].number) is one cell.",
            remedy: "Save or export the list as CSV (UTF-8), and name that file.")
    }

    /// Whether two blanks and more stand between other characters.
    private static func hasGap(_ text: String) -> Bool {
        String(ListedName.trimmed(text)).contains("  ")
    }
}
