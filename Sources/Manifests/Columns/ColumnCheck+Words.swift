/// How columns are called in sentences.
extension ColumnCheck {
    /// At most ten names in quotes.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "\"\($0)\"" }
        if names.count > 10 { return shown.joined(separator: ", ") + " and \(names.count - 10) more" }
        guard shown.count > 1, let last = shown.last else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }
}
