import BatchModel
import Text

/// Looks for the header of a table in whose first line no column of users was found.
struct HeaderSearch {
    /// How many rows below the first are looked at.
    private static let searched = 20

    /// What the user says that the column of users is called.
    let mapped: String?
    /// What divides the cells.
    let delimiter: UInt8
    /// The text that the file begins with.
    let head: String
    /// Whether the rows are those of a workbook.
    var isSheet = false

    /// A title above the header, such as the name of the table: alone on its line, so that it hides what divides the cells.
    func below(_ names: [String]) -> HeaderDoubt? {
        guard names.count(where: { !ColumnName.folded($0).isEmpty }) < 2 else { return nil }
        let lines = head.split(maxSplits: Self.searched, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.prefix(Self.searched).enumerated().dropFirst() {
            for delimiter in [delimiter] + DelimiterDetector.candidates {
                let cells = line.split(separator: Character(Unicode.Scalar(delimiter))).map(Self.text(ofCell:))
                guard isHeader(cells) else { continue }
                return HeaderDoubt(
                    problem: "The header is not the first line: it seems to be row \(index + 1), "
                        + "with \(ColumnCheck.list(cells)).",
                    remedy: isSheet ? "Add \(option: .headerRow) \(index + 1)." : "Delete what stands above it.")
            }
        }
        return nil
    }

    private static func text(ofCell cell: Substring) -> String {
        String(ListedName.trimmed(String(cell).replacing("\"", with: "")))
    }

    /// Quotes that hold no cell together: to map such a column would send to “ann” with them.
    func quoted(_ names: [String]) -> HeaderDoubt? {
        guard
            let name = names.first(where: { name in
                guard let first = name.first, let last = name.last, name.count > 2 else { return false }
                return Self.quotes.contains(first) && Self.quotes.contains(last)
                    && isUser(String(name.dropFirst().dropLast()))
            })
        else { return nil }
        return HeaderDoubt(
            problem:
                "The header says \(name): only plain quotes (\") hold a cell together, others are part of its text.",
            remedy: "Replace them by plain quotes, or remove them.")
    }

    private static let quotes: Set<Character> = ["“", "”", "„", "«", "»", "‘", "’", "‚", "'", "`", "´"]

    /// Whether cells name columns, one of them that of users. What stands alone may be what somebody calls a member.
    private func isHeader(_ cells: [String]) -> Bool {
        guard cells.count == 1 else { return isHeader(of: cells) }
        return ["user", "username", "email"].contains(ColumnName.folded(cells[0])) || isMapped(cells[0])
    }

    private func isHeader(of cells: [String]) -> Bool {
        cells.contains(where: isUser) && Set(cells).count == cells.count
            && cells.allSatisfy { cell in cell.contains(where: \.isLetter) && !HeaderDoubt.namesPerson(cell) }
    }

    private func isUser(_ name: String) -> Bool { ListColumns.isUser(name) || isMapped(name) }

    private func isMapped(_ name: String) -> Bool {
        mapped.map { ColumnName.folded($0) == ColumnName.folded(name) } ?? false
    }

    /// A header whose names were not told apart.
    func undivided(_ names: [String]) -> HeaderDoubt? {
        guard names.count == 1, let name = names.first else { return nil }
        for sign in name.unicodeScalars where !Self.isOfName(sign) {
            let parts = name.unicodeScalars.split(separator: sign).map { String(ListedName.trimmed(String($0))) }
            if parts.count > 1, parts.contains(where: isUser) { return divided(by: sign, name) }
        }
        return nil
    }

    private func divided(by sign: Unicode.Scalar, _ name: String) -> HeaderDoubt {
        if isSheet {
            return HeaderDoubt(
                problem: "The header is one cell, \"\(name)\".",
                remedy: "Split the column into several in the spreadsheet (Text to Columns).")
        }
        let problem =
            "The header is one cell, \"\(name)\": its names are divided by “\(DisplayText.revealed(String(sign)))”"
        if sign.value == UInt32(delimiter) || head.hasPrefix("\"") {
            return HeaderDoubt(
                problem: problem + " within quotes.",
                remedy: "Remove the quotes around whole lines; a spreadsheet writes them when all stands in one column."
            )
        }
        guard sign.isASCII, sign.value > 0x20, sign != "\"" else {
            return HeaderDoubt(
                problem: problem + ", which divides no cells.",
                remedy: "Write commas, semicolons or tabs between the columns.")
        }
        return HeaderDoubt(
            problem: problem + ".", remedy: "If it divides the cells of all rows, add \(option: .delimiter) '\(sign)'.")
    }

    /// Letters, digits and the signs that names of columns have; a quote of a shell would not do as an argument.
    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || " _-.\u{A0}'()".unicodeScalars.contains(scalar)
    }
}
