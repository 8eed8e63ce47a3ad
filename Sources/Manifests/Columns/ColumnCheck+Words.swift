/// How columns are called in sentences.
extension ColumnCheck {
    /// At most ten names in quotes.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "\"\($0)\"" }
        if names.count > 10 { return shown.joined(separator: ", ") + " and \(names.count - 10) more" }
        guard shown.count > 1, let last = shown.last else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    /// A, B, ... Z, AA: how a spreadsheet calls the column.
    static func letters(_ column: Int) -> String {
        var name = ""
        var rest = column
        while true {
            name = String(Character(Unicode.Scalar(UInt8(65 + rest % 26)))) + name
            if rest < 26 { return name }
            rest = rest / 26 - 1
        }
    }
}
