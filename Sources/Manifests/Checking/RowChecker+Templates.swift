/// Filling in templates with a row's values.
extension RowChecker {
    /// The template a text is; nil, and a problem, when it is none.
    mutating func template(_ text: Span<UInt8>, _ field: ManifestField) -> MessageTemplate? {
        do {
            return try templates.template(text)
        } catch {
            add(.badTemplate, field, (error.problem, error.remedy))
            return nil
        }
    }

    /// Whether a template of the message asks for the message, which is itself.
    mutating func refusesItself(_ template: MessageTemplate) -> Bool {
        let bindings = templates.bindings(of: template, columns)
        guard let place = bindings.firstIndex(of: .field(.message)) else { return false }
        add(
            .badTemplate, .message,
            (
                "The message uses {{\(template.names[place])}}, which is the message itself.",
                "Name another column there, or write the text itself."
            ))
        return true
    }

    /// Renders a template with the row's values; false when a value it needs is missing. `isShared`: it is the template
    /// of all rows.
    mutating func fill(
        _ template: MessageTemplate, _ isShared: Bool, into output: inout [UInt8], _ page: RecordPage, _ row: Int
    ) -> Bool {
        let bindings = templates.bindings(of: template, columns)
        if !spareProblems.isEmpty, addSpareProblems(bindings) { return false }
        let values = bindings.map { value(of: $0, page, row) }
        var isComplete = true
        for need in template.needs where values[need.variable] == nil {
            let isShown = need.sections.allSatisfy { (values[$0.variable] != nil) != $0.isInverted }
            if !isShown { continue }
            isComplete = false
            addEmptyVariable(template.names[need.variable], bindings[need.variable], isShared, page, row)
        }
        guard isComplete else { return false }
        checkDamage(inValues: values, bindings)
        output.removeAll(keepingCapacity: true)
        template.render(into: &output) { values[$0] }
        return true
    }

    /// Refuses objects, arrays and cells that are no plain text as values of a template; true when there is one.
    private mutating func addSpareProblems(_ bindings: [TemplateCache.Binding]) -> Bool {
        var isFound = false
        for (column, problem) in spareProblems.sorted(by: { $0.key < $1.key })
        where bindings.contains(.column(columns.firstOfName[column])) {
            isFound = true
            if problems.contains(where: { $0.code == problem.code && $0.column == column }) { continue }
            guard problem.code == .nestedValue else {
                problems.append(problem)
                continue
            }
            problems.append(
                RowProblem(
                    code: .nestedValue, column: column,
                    words: (
                        "The template needs {{\(columns.names[column])}}, which is an object or an array.",
                        "Write it as a text in quotes."
                    )))
        }
        return isFound
    }

    private mutating func addEmptyVariable(
        _ name: String, _ binding: TemplateCache.Binding, _ isShared: Bool, _ page: RecordPage, _ row: Int
    ) {
        // The check of the columns says once that the column does not exist.
        if hasHeader, isShared, binding == .unknown {
            return problems.append(RowProblem(code: .unknownVariable))
        }
        let cell = cell(of: binding, page, row)
        let isAbsent = if case .field = binding { false } else { cell == nil }
        let problem =
            isAbsent
            ? "The template uses {{\(name)}}, which the row does not have."
            : "The template needs {{\(name)}}, which is empty."
        let column = cell.map { Int(page.cells[$0].column) }
        if problems.contains(where: { $0.code == .emptyVariable && $0.words?.problem == problem }) { return }
        problems.append(
            RowProblem(
                code: .emptyVariable, column: column, missingKey: isAbsent && !hasHeader ? name : nil,
                words: (problem, "Enter a value, or give a default: {{\(name)|...}}.")))
    }

    /// The value of a variable; nil when it is empty or blank.
    private func value(of binding: TemplateCache.Binding, _ page: RecordPage, _ row: Int) -> ArraySlice<UInt8>? {
        let text = text(of: binding, page, row)
        return TextRules.isBlank(text.span) ? nil : text
    }

    private func text(of binding: TemplateCache.Binding, _ page: RecordPage, _ row: Int) -> ArraySlice<UInt8> {
        switch binding {
        case .unknown: return []
        case .field(let field):
            let range = range(of: field)
            return range.isEmpty ? fallback(for: field) : page.bytes[range]
        case .column:
            guard let cell = cell(of: binding, page, row) else { return [] }
            return page.bytes[page.byteRange(ofCell: cell)]
        }
    }

    /// The cell of a free column; in an object the first that has its name, however that is spelt there.
    private func cell(of binding: TemplateCache.Binding, _ page: RecordPage, _ row: Int) -> Int? {
        guard case .column(let column) = binding else { return nil }
        if hasHeader { return page.cell(ofRow: row, column: column, isPositional: true) }
        return page.cellRange(ofRow: row).first { columns.firstOfName[Int(page.cells[$0].column)] == column }
    }

    /// The value all rows share.
    func fallback(for field: ManifestField) -> ArraySlice<UInt8> {
        switch field {
        case .sender: defaults.sender[...]
        case .gifURL: defaults.gifURL[...]
        case .user, .message, .attachment, .id: []
        }
    }
}
