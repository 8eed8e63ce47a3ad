/// Why a template cannot be used.
struct TemplateFault: Error, Hashable {
    /// What is wrong, in one sentence.
    var problem: String
    /// What to do about it.
    var remedy: String
}

/// Splits a template into text and tags.
///
/// Understood: `{{name}}`, `{{{name}}}`, `{{&name}}`, `{{name|default}}`, `{{uppercased(name)}}`, sections
/// `{{#name}}...{{/name}}`, `{{^name}}...{{/name}}` and comments `{{! ... }}`.
struct TemplateScanner {
    enum Piece: Hashable {
        case text([UInt8])
        case variable(name: String, functions: [String], fallback: [UInt8]?)
        case sectionStart(name: String, isInverted: Bool)
        case sectionEnd(name: String)
        case comment
    }

    private static let functions: Set<String> = ["capitalized", "lowercased", "uppercased"]

    /// The pieces in order; sections are known to be closed in the right order.
    static func scan(_ template: Span<UInt8>) throws(TemplateFault) -> [Piece] {
        var pieces: [Piece] = []
        var open: [String] = []
        var text: [UInt8] = []
        var index = 0
        while index < template.count {
            guard template[index] == brace, index + 1 < template.count, template[index + 1] == brace else {
                text.append(template[index])
                index += 1
                continue
            }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = []
            let tag = try readTag(template, from: index + 2)
            let piece = try interpret(tag.content)
            switch piece {
            case .sectionStart(let name, _): open.append(name)
            case .sectionEnd(let name):
                guard open.popLast() == name else {
                    throw TemplateFault(
                        problem: "The template closes {{/\(name)}} where it is not open.",
                        remedy: "Close sections in the reverse order of opening them.")
                }
            default: break
            }
            pieces.append(piece)
            index = tag.end
        }
        if let name = open.last {
            throw TemplateFault(
                problem: "The template never closes {{#\(name)}}.", remedy: "Add {{/\(name)}} where it should end.")
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        return pieces
    }

    private static let brace = UInt8(ascii: "{")
    private static let closing = UInt8(ascii: "}")

    /// The text between the braces, and where the template goes on.
    private static func readTag(
        _ template: Span<UInt8>, from start: Int
    ) throws(TemplateFault) -> (content: String, end: Int) {
        let isTriple = start < template.count && template[start] == brace
        let first = isTriple ? start + 1 : start
        var index = first
        while index + 1 < template.count {
            if template[index] == closing, template[index + 1] == closing {
                let content = String(copying: template.extracting(first..<index))
                guard isTriple else { return (content, index + 2) }
                if index + 2 < template.count, template[index + 2] == closing { return ("&" + content, index + 3) }
                break
            }
            if template[index] == brace { break }
            index += 1
        }
        throw TemplateFault(
            problem: "The template opens {{ and does not close it.", remedy: "Close it with }}, as in {{first_name}}.")
    }

    private static func interpret(_ content: String) throws(TemplateFault) -> Piece {
        let trimmed = trim(content[...])
        switch trimmed.first {
        case "!": return .comment
        case "#":
            if let fault = ForeignTemplate.fault(section: trimmed.dropFirst()) { throw fault }
            return .sectionStart(name: try name(trimmed.dropFirst()), isInverted: false)
        case "^": return .sectionStart(name: try name(trimmed.dropFirst()), isInverted: true)
        case "/": return .sectionEnd(name: try name(trimmed.dropFirst()))
        case "&": return try variable(content[content.index(after: content.startIndex)...])
        case ">", "<", "$", "=", "%", "*":
            throw TemplateFault(
                problem: "{{\(content)}} is a part of Mustache that is not supported here.",
                remedy: "Use {{name}}, {{name|default}} and sections {{#name}}...{{/name}}.")
        default: return try variable(content[...])
        }
    }

    private static func variable(_ content: Substring) throws(TemplateFault) -> Piece {
        var content = content
        var fallback: [UInt8]?
        if let bar = content.firstIndex(of: "|") {
            let text = content[content.index(after: bar)...]
            if let fault = ForeignTemplate.fault(filter: text, of: trim(content[..<bar])) { throw fault }
            fallback = Array(text.utf8)
            content = content[..<bar]
        }
        var inner = trim(content)
        var names: [String] = []
        while let bracket = inner.firstIndex(of: "("), inner.last == ")" {
            let function = String(inner[..<bracket])
            guard functions.contains(function) else {
                throw TemplateFault(
                    problem: "The template uses \(function)(...), which is not known.",
                    remedy: "Use \(functions.sorted().joined(separator: ", ")).")
            }
            names.append(function)
            inner = inner[inner.index(after: bracket)...].dropLast()
        }
        return .variable(name: try name(inner), functions: names, fallback: fallback)
    }

    private static func name(_ text: Substring) throws(TemplateFault) -> String {
        let name = String(trim(text))
        if name == "else" {
            throw TemplateFault(
                problem: "{{else}} is of other templates.",
                remedy: "Close the section, and write {{^column}}...{{/column}} for rows without a value.")
        }
        if name.isEmpty || name == "." || name.contains(where: { "(){}|".contains($0) }) {
            throw TemplateFault(
                problem: "The template holds {{\(text)}}, which names no column.",
                remedy: "Write a column's name between the braces, as in {{first_name}}.")
        }
        return name
    }

    private static func trim(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return text
    }
}
