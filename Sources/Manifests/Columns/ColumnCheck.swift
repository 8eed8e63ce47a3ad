import BatchModel
import Text

/// What is wrong with a header as a whole, which comes before everything that is wrong with cells.
struct ColumnCheck {
    let file: String
    let hasHeader: Bool
    let columns: ColumnTable
    let options: ReadingOptions
    let defaults: RowDefaults
    /// Rows below the header, to tell what a column holds.
    var page: RecordPage?
    /// Whether the rows are those of a workbook.
    var isSheet = false

    /// Faults that no row can escape.
    func errors() -> [Diagnostic] { duplicates() + unmapped(.error) + missing() + unknownVariables() }

    /// Why the first line is probably no header, so that nothing else is worth saying of columns and rows; nil when it may be one.
    ///
    /// `head` is the text that the file begins with, `delimiter` what divides its cells.
    func doubt(_ head: @autoclosure () -> String, delimiter: UInt8) -> Diagnostic? {
        guard hasHeader else { return nil }
        let doubt =
            if let user = columns.column(of: .user) {
                HeaderDoubt.alignedByBlanks(columns, page) ?? HeaderDoubt.person([columns.names[user]])
            } else {
                HeaderDoubt.find(
                    columns, page,
                    HeaderSearch(
                        mapped: ListColumns.mapped(options), delimiter: delimiter, head: head(), isSheet: isSheet))
            }
        return doubt.map { error(.missingColumn, nil, $0.problem, $0.remedy) }
    }

    /// Columns nobody uses.
    ///
    /// Without a header a chosen column may stand in some elements only, or in none of them.
    func warnings() -> [Diagnostic] {
        (hasHeader ? [] : unmapped(.warning)) + freeDuplicates() + unused() + idleVariables() + unrenderedDefault()
            + damagedDefaults()
    }

    /// Damage in what is given for all rows.
    private func damagedDefaults() -> [Diagnostic] {
        defaults.damage(options, columns).map { noun, damage in
            Diagnostic(
                .warning, code: damage.kind.code.rawValue, at: SourceLocation(file: file),
                problem: "\(noun) \(damage.finding).", remedy: damage.remedy)
        }
    }

    private func duplicates() -> [Diagnostic] {
        ManifestField.allCases.compactMap { field in
            let names = columns.names.indices.filter { columns.fields[$0] == field }.map { columns.names[$0] }
            guard names.count > 1 else { return nil }
            guard Set(names).count > 1 else {
                return error(
                    .duplicateColumn, names[1], "\(names.count) columns have the name \"\(names[0])\".",
                    "Rename or remove all but one.")
            }
            return error(
                .duplicateColumn, names[1],
                "The columns \(Self.list(names)) \(names.count == 2 ? "both" : "all") stand for \(field.name).",
                Set(names.map(ColumnName.folded)).count < names.count
                    ? "Rename or remove all but one; an option cannot tell them apart."
                    : "Rename or remove all but one, or choose one with \(Self.choices(names, field)).")
        }
    }

    /// How to choose one of a few columns.
    static func choices(_ names: [String], _ field: ManifestField) -> String {
        if names.count > 3 { return "\(option: .map) \(field.name)=COLUMN" }
        return names.map { "\(option: .map) \(field.name)=\(JSONShape.argument($0))" }.joined(separator: " or ")
    }

    private func freeDuplicates() -> [Diagnostic] {
        var seen: [String: String] = [:]
        return columns.names.indices.compactMap { column in
            let name = columns.names[column]
            let folded = ColumnName.folded(name)
            guard columns.fields[column] == nil, !columns.added.contains(column), !folded.isEmpty else { return nil }
            guard let first = seen.updateValue(name, forKey: folded) else { return nil }
            return Diagnostic(
                .warning, code: ManifestCode.duplicateColumn.rawValue, at: place(name),
                problem: first == name
                    ? "More than one column has the name \"\(name)\"; templates use the first."
                    : "The columns \(Self.list([first, name])) have the same name to us; templates use the first.",
                remedy: "Rename one if a template is to use it.")
        }
    }

    private func unmapped(_ severity: Diagnostic.Severity) -> [Diagnostic] {
        options.columnMap.sorted { $0.key < $1.key }.compactMap { field, column in
            guard lacks(column) else { return nil }
            return Diagnostic(
                severity, code: ManifestCode.badOption.rawValue, at: place(nil),
                problem: "\(option: .map) \(field)=\(column) names a column that the file does not have.",
                remedy: advice(for: column) ?? columnsText)
        }
    }

    private func lacks(_ column: String) -> Bool { !column.isEmpty && columns.column(like: column) == nil }

    /// Fields of which the column that was chosen is not there: what follows from that needs no words of its own.
    private var lost: Set<ManifestField> {
        Set(options.columnMap.filter { lacks($0.value) }.keys.compactMap { ManifestField(header: $0) })
    }

    private func missing() -> [Diagnostic] {
        let hasMessage = if case .none = defaults.message { false } else { true }
        let required: [(ManifestField, Bool, String)] = [
            (.user, false, "Add a column \"user\", or choose one with \(option: .map) user=COLUMN."),
            (
                .sender, !defaults.sender.isEmpty,
                "Add a column \"sender\", or name one for all rows with \(option: .sender)."
            ),
            (
                .message, hasMessage,
                "Add a column \"message\", or give one with \(option: .message) or \(option: .template)."
            ),
        ]
        var isLikely = false
        let isUserChosen = options.columnMap.keys.contains { ManifestField(header: $0) == .user }
        var missing = required.compactMap { field, hasDefault, remedy -> Diagnostic? in
            guard !hasDefault, columns.column(of: field) == nil, !lost.contains(field) else { return nil }
            let near = free.first {
                ColumnName.suggestion(for: $0, among: field.headers) != nil
                    || field != .user && HeaderWords.field($0) == field
            }
            let advice = near.map { Self.advice($0, field) } ?? ""
            let likely = field == .user && near == nil && !isUserChosen ? LikelyUsers(free, page: page).advice : ""
            isLikely = isLikely || !likely.isEmpty || near != nil
            if field != .user, !advice.isEmpty {
                return error(.missingColumn, field.name, "The column \"\(field.name)\" is missing.", advice)
            }
            return error(
                .missingColumn, field.name, "The column \"\(field.name)\" is missing.",
                likely.isEmpty
                    ? advice + remedy.replacing("=COLUMN", with: near.map { "=" + JSONShape.argument($0) } ?? "=COLUMN")
                    : likely + "Or name a column \"user\".")
        }
        if hasHeader, columns.fields.allSatisfy({ $0 == nil }), !missing.isEmpty, nearMisses.isEmpty, !isLikely {
            missing[0].remedy = "Is the header line missing? It must be the file's first line. " + missing[0].remedy
        }
        return missing
    }

    /// Free columns whose names are almost those of a field, and what was probably meant.
    private var nearMisses: [(name: String, meant: String)] {
        // What has a column already was hardly meant once more.
        let known = ManifestField.allCases.filter { columns.column(of: $0) == nil }.flatMap(\.headers)
        return free.compactMap { name in
            ColumnName.suggestion(for: name, among: known).map { (name: name, meant: $0) }
        }
    }

    /// The templates that serve every row.
    private var templates: [MessageTemplate] { defaults.templates(options) }

    private func unknownVariables() -> [Diagnostic] {
        var seen: Set<String> = []
        return templates.flatMap { template in template.needs.map { template.names[$0.variable] } }.compactMap { name in
            guard TemplateCache.bind(name, columns) == .unknown, seen.insert(name).inserted else { return nil }
            return error(
                .unknownVariable, nil, "The template uses {{\(name)}}, but the file has no such column.",
                advice(for: name) ?? MergeTagColumn.advice(name, columns) ?? columnsText)
        }
    }

    /// Variables that do without a column because a default or a section asks for none: all rows then get the same.
    private func idleVariables() -> [Diagnostic] {
        var seen: Set<String> = []
        return templates.flatMap { template in
            let needed = Set(template.needs.map { template.names[$0.variable] })
            return template.names.filter { !needed.contains($0) }
        }.compactMap { name in
            guard TemplateCache.bind(name, columns) == .unknown, seen.insert(name).inserted else { return nil }
            return Diagnostic(
                .warning, code: ManifestCode.unknownVariable.rawValue, at: place(nil),
                problem: "The template uses {{\(name)}}, but the file has no such column: it is empty in every row.",
                remedy: advice(for: name) ?? MergeTagColumn.advice(name, columns) ?? columnsText)
        }
    }

    private func unused() -> [Diagnostic] {
        // Any message may be a template of its own: only what looks like a slip is worth a word then.
        let isUsedByRows = options.render && columns.column(of: .message) != nil
        let names = isUsedByRows ? nearMisses.map(\.name) : free
        if names.isEmpty { return [] }
        let suggestions = nearMisses.map { "\"\($0.name)\": did you mean \"\($0.meant)\"?" }
        let problem =
            names.count == 1
            ? "The column \"\(names[0])\" is used by no field."
            : "The columns \(Self.list(names)) are used by no field."
        return [
            Diagnostic(
                .warning, code: ManifestCode.unknownColumn.rawValue, at: place(names.count == 1 ? names[0] : nil),
                problem: problem,
                remedy: suggestions.isEmpty
                    ? "Nothing to do if templates or people use it." : suggestions.joined(separator: " "))
        ]
    }

    /// Named columns that hold no field and no template's value.
    private var free: [String] {
        let used = Set(templates.flatMap(\.names).compactMap { columns.variable(named: $0) })
        return columns.names.indices
            .filter { columns.fields[$0] == nil && !used.contains($0) && !columns.added.contains($0) }
            .filter { !columns.isIgnored($0) && !columns.names[$0].isHeader(of: lost) }
            .filter { !ColumnName.folded(columns.names[$0]).isEmpty }
            .map { columns.names[$0] }
            .filter { name in !options.columnMap.values.contains { NestedKeys.begins($0, with: name) } }
    }

    /// Which columns there are to choose from.
    private var columnsText: String {
        let names = columns.ownNames.filter { !ColumnName.folded($0).isEmpty }
        if names.isEmpty { return "The file has no column with a name." }
        return names.count == 1 ? "Its only column is \"\(names[0])\"." : "Its columns are \(Self.list(names))."
    }

    private func advice(for name: String) -> String? {
        ColumnName.suggestion(for: name, among: columns.ownNames).map { "Did you mean \"\($0)\"?" }
    }

    private func place(_ column: String?) -> SourceLocation {
        SourceLocation(file: file, row: hasHeader ? columns.headerRow : nil, column: column)
    }

    private func error(_ code: ManifestCode, _ column: String?, _ problem: String, _ remedy: String) -> Diagnostic {
        Diagnostic(.error, code: code.rawValue, at: place(column), problem: problem, remedy: remedy)
    }
}

extension String {
    /// Whether a column of this name would hold one of the fields by itself.
    fileprivate func isHeader(of fields: Set<ManifestField>) -> Bool {
        (ManifestField(header: self) ?? ManifestField(exportHeader: self)).map(fields.contains) ?? false
    }
}
