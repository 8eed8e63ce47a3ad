/// Words of Handlebars, Liquid and Jinja, which look like ours and mean something else.
enum ForeignTemplate {
    /// Filters that nobody writes for a text; those that are words as well count only behind a blank.
    private static let filters = [
        "upcase", "downcase", "titlecase", "capfirst", "default:", "default(", "date:", "truncate:",
    ]
    private static let words = ["upper", "lower", "title", "capitalize", "escape", "safe", "strip", "trim", "e"]
    /// What we have for some of them.
    private static let own = [
        "upcase": "uppercased", "upper": "uppercased", "downcase": "lowercased", "lower": "lowercased",
        "capitalize": "capitalized", "capfirst": "capitalized", "title": "capitalized", "titlecase": "capitalized",
    ]

    /// Why a section is one of Handlebars: `{{#if name}}`, `{{#each list}}`; nil where it names a column.
    static func fault(section content: Substring) -> TemplateFault? {
        let words = content.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, ["if", "unless", "each", "with"].contains(words[0]) else { return nil }
        let name = words[1]
        return TemplateFault(
            problem: "{{#\(words.joined(separator: " "))}} is of Handlebars, which is not understood here.",
            remedy: words[0] == "unless"
                ? "Write {{^\(name)}}...{{/\(name)}} for rows in which the column is empty."
                : "Write {{#\(name)}}...{{/\(name)}} for rows in which the column has a value.")
    }

    /// Why what stands behind a bar is a filter and no text for an empty value; nil where it is a text.
    static func fault(filter text: Substring, of name: Substring) -> TemplateFault? {
        let trimmed = text.drop(while: \.isWhitespace)
        let word = trimmed.prefix { $0.isLetter || $0 == ":" || $0 == "(" }
        let isAlone = trimmed.dropFirst(word.count).allSatisfy(\.isWhitespace)
        let isFilter =
            filters.contains { trimmed.hasPrefix($0) && ($0.hasSuffix(":") || $0.hasSuffix("(") || isAlone) }
            || isAlone && text.first == " " && words.contains(String(word))
        guard isFilter else { return nil }
        let ours = own[String(word)].map { "Write {{\($0)(\(name))}}." }
        return TemplateFault(
            problem:
                "{{\(name)|\(text)}} has a filter of Liquid or Jinja; here a text follows the bar, for rows without a value.",
            remedy: ours ?? "Write that text, as in {{\(name)|friend}}, or leave the filter out.")
    }
}
