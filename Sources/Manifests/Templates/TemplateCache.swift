/// Templates that rows share, understood once.
struct TemplateCache {
    /// Where a template's variable takes its value from.
    enum Binding: Hashable {
        case column(Int)
        /// A field of the API, whatever its column is called, its default included.
        case field(ManifestField)
        case unknown
    }

    private static let limit = 256

    private var templates: [UInt64: (text: [UInt8], template: MessageTemplate)] = [:]
    private var bindings: [[String]: [Binding]] = [:]

    /// The template a text is; equal texts are understood once.
    mutating func template(_ text: Span<UInt8>) throws(TemplateFault) -> MessageTemplate {
        let hash = FastHash.combine(0, text)
        if let known = templates[hash], known.text.span.isEqual(to: text) { return known.template }
        let template = try MessageTemplate(text)
        if templates.count >= Self.limit { templates.removeAll(keepingCapacity: true) }
        templates[hash] = (Array(copying: text), template)
        return template
    }

    /// Where each of the template's variables stands in a row.
    mutating func bindings(of template: MessageTemplate, _ columns: ColumnTable) -> [Binding] {
        if let known = bindings[template.names] { return known }
        let found = template.names.map { Self.bind($0, columns) }
        if bindings.count >= Self.limit { bindings.removeAll(keepingCapacity: true) }
        bindings[template.names] = found
        return found
    }

    /// The columns changed: look again.
    mutating func forgetBindings() { bindings.removeAll(keepingCapacity: true) }

    /// A column of that name, else the API's field of that name.
    static func bind(_ name: String, _ columns: ColumnTable) -> Binding {
        if let column = columns.variable(named: name) {
            return columns.fields[column].map { .field($0) } ?? .column(column)
        }
        if let field = ManifestField(header: name) { return .field(field) }
        return .unknown
    }
}

extension Span where Element == UInt8 {
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
