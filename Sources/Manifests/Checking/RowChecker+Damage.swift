/// Looking for damaged text in a row that is otherwise known.
extension RowChecker {
    /// Looks at the fields of the last row; what a template takes from other columns is looked at where it is filled in.
    mutating func checkDamage(_ page: RecordPage) {
        look(at: page.bytes.span.extracting(range(of: .user)), .user)
        guard warns else { return }
        look(at: page.bytes.span.extracting(range(of: .sender)), .sender)
        look(at: page.bytes.span.extracting(range(of: .message)), .message)
        let id = page.bytes.span.extracting(range(of: .id))
        isPlain[ManifestField.id.index] = SuspiciousBytes.isPlain(name: id)
        look(at: id, .id)
    }

    /// Looks at the values that a template took from columns of its own.
    mutating func checkDamage(inValues values: [ArraySlice<UInt8>?], _ bindings: [TemplateCache.Binding]) {
        guard warns else { return }
        for (value, binding) in zip(values, bindings) {
            guard let value, case .column(let column) = binding else { continue }
            for damage in damageFinder.find(in: value.span, .value) {
                let problem = problem(damage, .value, column: column, nil)
                if !warnings.contains(where: { $0.code == problem.code && $0.column == column }) {
                    warnings.append(problem)
                }
            }
        }
    }

    /// Looks at what a template made of the row: only as a whole it shows that it is a letter to nobody.
    mutating func checkRendered() {
        guard warns else { return }
        if let field = Self.leftover(in: renderedMessage.span) {
            warnings.append(
                problem(
                    .unrenderedBraces, .message,
                    (
                        "What is filled in holds \(field), which is sent as it is.",
                        "Write the text itself in that column: values are no templates."
                    )))
        }
        guard let damage = MissingName.damage(inSalutationOf: renderedMessage.span) else { return }
        let problem = problem(damage, .message, column: column(of: .message), .message)
        if !warnings.contains(where: { $0.code == problem.code }) { warnings.append(problem) }
    }

    /// A place to fill in that came with a value.
    private static func leftover(in text: Span<UInt8>) -> String? {
        guard text.holds(UInt8(ascii: "{")) else { return nil }
        let text = String(copying: text)
        guard let open = text.firstRange(of: "{{"), let end = text[open.upperBound...].firstRange(of: "}}") else {
            return nil
        }
        return String(text[open.lowerBound..<end.upperBound].prefix(60))
    }

    private mutating func look(at text: Span<UInt8>, _ field: ManifestField) {
        let mayBeMore =
            field == .user && (mayHoldSeveral || UnlikelyName.mayBe(text))
            || field == .message && MissingName.mayBe(text)
        if text.isEmpty || isPlain[field.index] && !mayBeMore && !DamageFinder.mayBeWhole(text) { return }
        guard let place = DamagePlace(field) else { return }
        // What the reader wrote for half a character is not in the file.
        if problems.contains(where: { ($0.code == .loneSurrogate || $0.code == .errorCell) && $0.field == field }) {
            return
        }
        let isExplained = problems.contains { $0.code == .controlCharacter && $0.field == field && $0.words != nil }
        for damage in damageFinder.find(in: text, place, isPlain: isPlain[field.index]) {
            if isExplained, damage.kind == .misreadEncoding { continue }
            let problem = problem(damage, place, column: column(of: field), field)
            if field == .user, damage.spoilsUser { problems.append(problem) } else { warnings.append(problem) }
        }
    }

    private func problem(_ damage: Damage, _ place: DamagePlace, column: Int?, _ field: ManifestField?)
        -> RowProblem
    {
        RowProblem(
            code: damage.kind.code, column: column, field: field,
            words: (
                "The \(place.noun) \(damage.finding).", damage.remedy(columns, place, isRendered: options.render)
            ))
    }
}

extension RowDefaults {
    /// Damage in what all rows share: the sender, the message, the text of a template.
    func damage(_ options: ReadingOptions, _ columns: ColumnTable) -> [(noun: String, damage: Damage)] {
        var finder = DamageFinder(encoding: nil)
        var text = templateText
        if text.isEmpty, let message = options.defaultMessage { text = Array(message.utf8) }
        let messages = finder.find(in: text.span, .message).map { found in
            var damage = found
            damage.remedy = found.remedy(columns, .message, isRendered: !templateText.isEmpty || options.render)
            return ("The message given for all rows", damage)
        }
        return finder.find(in: sender.span, .sender).map { ("The sender given for all rows", $0) } + messages
    }
}
