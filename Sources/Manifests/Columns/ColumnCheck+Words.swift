import BatchModel
import Text

/// How columns are called in sentences.
extension ColumnCheck {
    /// At most ten names in quotes.
    static func list(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "\"\($0)\"" }
        if names.count > 10 { return shown.joined(separator: ", ") + " and \(names.count - 10) more" }
        guard shown.count > 1, let last = shown.last else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    /// What to do where a column's name only resembles that of a field, or is its name in another language.
    static func advice(_ near: String, _ field: ManifestField) -> String {
        "Did you mean \"\(field.name)\" where the header says \"\(near)\"? "
            + (field == .user ? "" : "Then add \(option: .map) \(field.name)=\(JSONShape.argument(near)).")
    }

    /// The message of all rows is in no cell, so no row is warned of it.
    func unrenderedDefault() -> [Diagnostic] {
        guard case .text(let text) = defaults.message, TextRules.messageFlags(text.span).hasBraces else { return [] }
        return [
            Diagnostic(
                .warning, code: ManifestCode.unrenderedBraces.rawValue, at: SourceLocation(file: file),
                problem: "The message given for all rows holds {{...}} and is sent as it is.",
                remedy: "Add \(option: .render) if it is a template.")
        ]
    }
}
