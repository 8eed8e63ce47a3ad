/// Filling in templates with a row's values.
extension RowChecker {
    /// The template a text is; nil, and a problem, when it is none.
    func template(_ text: Span<UInt8>, _ field: ManifestField) -> MessageTemplate? {
        do {
            return try templates.template(text)
        } catch {
            add(.badTemplate, field, (error.problem, error.remedy))
            return nil
        }
    }

    /// Renders a template with the row's values; false when a value it needs is missing. `isShared`: it is the template
    /// of all rows.
    func fill(
        _ template: MessageTemplate, _ isShared: Bool, into output: ReferenceWritableKeyPath<RowChecker, [UInt8]>,
        _ page: RecordPage, _ row: Int
    ) -> Bool {
        let bindings = templates.bindings(of: template, columns)
        if !nestedColumns.isEmpty, addNestedValues(bindings) { return false }
        let values = bindings.map { value(of: $0, page, row) }
        var isComplete = true
        for need in template.needs where values[need.variable] == nil {
            let isShown = need.sections.allSatisfy { (values[$0.variable] != nil) != $0.isInverted }
            if !isShown { continue }
            isComplete = false
            addEmptyVariable(template.names[need.variable], bindings[need.variable], isShared)
        }
        guard isComplete else { return false }
        checkDamage(inValues: values, bindings)
        // Taken out while it is written to, so that it is not copied.
        var text: [UInt8] = []
        swap(&text, &self[keyPath: output])
        text.removeAll(keepingCapacity: true)
        template.render(into: &text) { values[$0] }
        swap(&text, &self[keyPath: output])
        return true
    }

    /// Refuses objects and arrays as values of a template; true when there is one.
    private func addNestedValues(_ bindings: [TemplateCache.Binding]) -> Bool {
        var isFound = false
        for case .column(let column) in bindings where nestedColumns.contains(column) {
            isFound = true
            if problems.contains(where: { $0.code == .nestedValue && $0.column == column }) { continue }
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

    private func addEmptyVariable(_ name: String, _ binding: TemplateCache.Binding, _ isShared: Bool) {
        // The check of the columns says once that the column does not exist.
        if hasHeader, isShared, binding == .unknown {
            return problems.append(RowProblem(code: .unknownVariable))
        }
        let problem =
            binding == .unknown
            ? "The template uses {{\(name)}}, which the row does not have."
            : "The template needs {{\(name)}}, which is empty."
        let column: Int? = if case .column(let column) = binding { column } else { nil }
        if problems.contains(where: { $0.code == .emptyVariable && $0.words?.problem == problem }) { return }
        problems.append(
            RowProblem(
                code: .emptyVariable, column: column,
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
        case .column(let column):
            guard let cell = page.cell(ofRow: row, column: column, isPositional: hasHeader) else { return [] }
            return page.bytes[page.byteRange(ofCell: cell)]
        }
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
