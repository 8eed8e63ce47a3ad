import Text

/// What stands for a user and is hardly one: a date, a share, a number with decimals, a field that nobody filled in, or a name that
/// somebody has put a `#` before to leave it out.
enum UnlikelyName {
    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mrz", "mai", "okt", "dez",
    ]
    /// Shorter ones are no dates, longer ones no dates with a time.
    private static let lengths = 3...25

    /// Whether a user that is otherwise plain may be one of these, by a few of its bytes.
    static func mayBe(_ text: Span<UInt8>) -> Bool {
        guard lengths.contains(text.count), isDigit(text[0]) else { return false }
        let end = text.count - 1
        return isDivider(text[1]) || isDivider(text[2]) || text.count > 4 && isDivider(text[4])
            || text[end] == UInt8(ascii: "0") && text[end - 1] == UInt8(ascii: ".")
    }

    static func damage(_ cell: String) -> Damage? {
        if let open = cell.firstRange(of: "{{"), let end = cell[open.upperBound...].firstRange(of: "}}") {
            return Damage(
                kind: .foreignMergeTag,
                finding: "holds \(cell[open.lowerBound..<end.upperBound].prefix(60)), a field that nobody filled in",
                remedy: "Fill in whom it names; templates are filled in in messages only.", spoilsUser: true)
        }
        if cell.lowercased().hasPrefix("/o=") {
            return Damage(
                kind: .unlikelyName, finding: "is \(cell.prefix(60)), Exchange's own name of somebody and no address",
                remedy: "Fill in the address, or remove the row.", spoilsUser: true)
        }
        if isCommented(cell) {
            return damage(
                "is \(cell.prefix(60)): a # before a name leaves nobody out of a list",
                "Remove the row if it is not meant, or the # if it is.")
        }
        let parts = cell.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 2, parts[1] == "0", !parts[0].isEmpty, parts[0].utf8.allSatisfy(isDigit) {
            return damage(
                "is \(cell), a number as programs write it that calculate with it",
                "Write \(parts[0]) if that is the name, and read the column as text where it was exported.")
        }
        if cell.last == "%", isShare(cell.dropLast()) { return damage("is \(cell), a share", column) }
        return isDate(cell) ? damage("is \(cell), a date", column) : nil
    }

    private static let column =
        "Check that the column is that of users, and enter it as text where a spreadsheet made a date or a number of it."

    private static func damage(_ finding: String, _ remedy: String) -> Damage {
        Damage(kind: .unlikelyName, finding: finding, remedy: remedy)
    }

    /// `#bob`; `#1` and `#1fan` are names that people choose.
    private static func isCommented(_ cell: String) -> Bool {
        guard cell.first == "#", let next = cell.dropFirst().first(where: { $0 != " " }) else { return false }
        return next.isLetter && SpreadsheetError.damage(cell) == nil
    }

    private static func isShare(_ text: Substring) -> Bool {
        let parts = text.split(omittingEmptySubsequences: false) { ".,".contains($0) }
        return (1...2).contains(parts.count)
            && parts.allSatisfy { (1...6).contains($0.count) && $0.utf8.allSatisfy(isDigit) }
    }

    // MARK: Dates

    /// `2024-03-01`, `01.03.2024`, `3/1/24`, `1-Mar`, with a time behind or without.
    private static func isDate(_ cell: String) -> Bool {
        guard lengths.contains(cell.utf8.count), let first = cell.utf8.first, isDigit(first) else { return false }
        let date = cell.prefix { !" T".contains($0) }
        if date.endIndex < cell.endIndex, !isTime(cell[date.endIndex...].dropFirst()) { return false }
        guard let divider = date.first(where: { "-./".contains($0) }) else { return false }
        let parts = date.split(separator: divider, omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return false }
        let numbers = parts.map { $0.utf8.allSatisfy(isDigit) && $0.count <= 4 ? Int($0) : nil }
        if divider == "-", let day = numbers[0], (1...31).contains(day), parts[0].count <= 2,
            months.contains(parts[1].lowercased())
        {
            return parts.count == 2 || numbers[2] != nil
        }
        guard parts.count == 3, let first = numbers[0], let second = numbers[1], let third = numbers[2] else {
            return false
        }
        if parts[0].count == 4 {
            return (1_900...2_100).contains(first) && (1...12).contains(second) && (1...31).contains(third)
                && parts[1].count <= 2 && parts[2].count <= 2
        }
        let isYear = parts[2].count == 4 ? (1_900...2_100).contains(third) : parts[2].count == 2
        return isYear && parts[0].count <= 2 && parts[1].count <= 2 && (1...31).contains(first)
            && (1...31).contains(second) && min(first, second) <= 12
    }

    private static func isTime(_ text: Substring) -> Bool {
        let parts = text.prefix { $0.isASCII && $0.isNumber || $0 == ":" }.split(separator: ":")
        return parts.count >= 2 && parts.allSatisfy { $0.count <= 2 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isDivider(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
    }
}
