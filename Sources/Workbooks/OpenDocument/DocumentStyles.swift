/// What a style of an OpenDocument makes of a number.
enum DocumentFormat: Hashable {
    /// At least so many digits of a whole number, nothing else.
    case digits(Int)
    /// Anything else.
    case other
}

/// The number formats of an OpenDocument's own cell styles: what counts where a program writes no text of what is shown.
struct DocumentStyles {
    private static let limit = 1 << 16
    private static let mostDigits = 40
    private var formats: [String: DocumentFormat] = [:]
    private var formatOfStyle: [String: String] = [:]
    /// The format whose parts follow.
    private var open = ""

    /// Takes the beginning of an element in front of the sheets.
    mutating func start(_ name: XMLText, _ attributes: XMLAttributes) {
        guard formats.count + formatOfStyle.count < Self.limit else { return }
        switch name {
        case "number-style", "percentage-style", "currency-style", "date-style", "time-style", "boolean-style":
            open = attributes.string("style:name") ?? ""
            formats[open] = name == "number-style" ? .digits(1) : .other
        case "number":
            let digits = attributes["number:min-integer-digits"]?.number ?? 1
            let isWhole = attributes["number:decimal-places"]?.number ?? 0 == 0
            let isGrouped = attributes["number:grouping"].map { $0 == "true" } ?? false
            if formats[open] == .digits(1) {
                formats[open] = isWhole && !isGrouped ? .digits(min(digits, Self.mostDigits)) : .other
            }
        case "text", "fraction", "scientific-number", "map": if formats[open] != nil { formats[open] = .other }
        case "style":
            open = ""
            if let style = attributes.string("style:name"), let format = attributes.string("style:data-style-name") {
                formatOfStyle[style] = format
            }
        default: break
        }
    }

    /// The format of a cell's style; nil where it has none of its own.
    func format(of style: XMLText) -> DocumentFormat? {
        if formatOfStyle.isEmpty { return nil }
        return formatOfStyle[String(decoding: style.bytes, as: UTF8.self)].flatMap { formats[$0] }
    }
}
