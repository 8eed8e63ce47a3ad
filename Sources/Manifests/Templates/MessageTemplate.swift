import Mustache

/// A message or a path with `{{column}}` in it: plain text, nothing escaped, and no empty place left unnoticed.
///
/// Templates of text and variables alone are joined here, byte by byte; everything else is rendered by swift-mustache.
/// A test holds both ways against the same cases.
struct MessageTemplate: Sendable {
    /// A place where a value is needed.
    struct Need: Sendable, Hashable {
        /// The variable, by its index in `names`.
        var variable: Int
        /// The sections it stands in: it is needed only where each of them is shown.
        var sections: [Section]
    }

    struct Section: Sendable, Hashable {
        var variable: Int
        var isInverted: Bool
    }

    private enum Part: Sendable {
        case text([UInt8])
        case variable(Int, fallback: [UInt8]?)
    }

    /// The columns the template names, each once.
    let names: [String]
    /// Where it needs a value; variables with a default need none.
    let needs: [Need]
    private let parts: [Part]
    private let mustache: MustacheTemplate?

    /// Understands a template.
    init(_ text: Span<UInt8>, alwaysMustache: Bool = false) throws(TemplateFault) {
        let pieces = try TemplateScanner.scan(text)
        var names: [String] = []
        func index(of name: String) -> Int {
            if let known = names.firstIndex(of: name) { return known }
            names.append(name)
            return names.count - 1
        }
        var needs: [Need] = []
        var parts: [Part] = []
        var open: [Section] = []
        var isSimple = !alwaysMustache
        var source = "{{% CONTENT_TYPE:TEXT}}\n"
        for piece in pieces {
            switch piece {
            case .text(let bytes):
                parts.append(.text(bytes))
                source += String(decoding: bytes, as: UTF8.self)
            case .variable(let name, let functions, let fallback):
                let variable = index(of: name)
                if fallback == nil { needs.append(Need(variable: variable, sections: open)) }
                parts.append(.variable(variable, fallback: fallback))
                isSimple = isSimple && functions.isEmpty
                source += Self.tag(variable, functions, fallback)
            case .sectionStart(let name, let isInverted):
                let section = Section(variable: index(of: name), isInverted: isInverted)
                open.append(section)
                isSimple = false
                source += "{{\(isInverted ? "^" : "#")c\(section.variable)}}"
            case .sectionEnd:
                let section = open.removeLast()
                source += "{{/c\(section.variable)}}"
            case .comment:
                isSimple = false
                source += "{{!}}"
            }
        }
        self.names = names
        self.needs = needs
        self.parts = isSimple ? parts : []
        mustache = isSimple ? nil : try Self.compile(source)
    }

    /// Columns are renamed c0, c1, ... because Mustache's names may hold neither blanks nor letters beyond ASCII.
    private static func tag(_ variable: Int, _ functions: [String], _ fallback: [UInt8]?) -> String {
        let name = functions.reversed().reduce("c\(variable)") { "\($1)(\($0))" }
        guard let fallback else { return "{{\(name)}}" }
        let text = String(decoding: fallback, as: UTF8.self)
        return "{{#c\(variable)}}{{\(name)}}{{/c\(variable)}}{{^c\(variable)}}\(text){{/c\(variable)}}"
    }

    private static func compile(_ source: String) throws(TemplateFault) -> MustacheTemplate {
        // Mustache reads whole characters: a brace with a combining mark is no brace to it.
        let hasHiddenBrace = source.contains { $0.unicodeScalars.count > 1 && ($0.contains("{") || $0.contains("}")) }
        if !hasHiddenBrace, let template = try? MustacheTemplate(string: source) { return template }
        throw TemplateFault(
            problem: "The template cannot be understood.",
            remedy: "Check that every {{ has its }} and that no accent stands directly on a brace.")
    }

    /// Appends the rendered text; `value` gives a column's bytes, nil when it is empty.
    ///
    /// The caller has looked at `needs`: a variable without a value renders as nothing.
    func render(into output: inout [UInt8], value: (Int) -> ArraySlice<UInt8>?) {
        guard let mustache else {
            for part in parts {
                switch part {
                case .text(let bytes): output += bytes
                case .variable(let variable, let fallback):
                    if let bytes = value(variable) { output += bytes } else if let fallback { output += fallback }
                }
            }
            return
        }
        var values: [String: String] = [:]
        for variable in names.indices {
            if let bytes = value(variable) { values["c\(variable)"] = String(decoding: bytes, as: UTF8.self) }
        }
        output += Array(mustache.render(values).utf8)
    }
}

extension String {
    fileprivate func contains(_ test: (Character) -> Bool) -> Bool { contains(where: test) }
}

extension Character {
    fileprivate func contains(_ scalar: Unicode.Scalar) -> Bool { unicodeScalars.contains(scalar) }
}
