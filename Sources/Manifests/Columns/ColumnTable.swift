import BatchModel

/// The columns of a manifest, in the order they were met, and what each stands for.
package struct ColumnTable: Sendable {
    /// The names as the file writes them.
    package private(set) var names: [String] = []
    /// The field each column holds; nil for a column that is free for templates.
    package private(set) var fields: [ManifestField?] = []
    /// The first column of every field.
    private var columnOfField: [ManifestField: Int] = [:]
    private var columnOfFoldedName: [String: Int] = [:]
    private var columnOfName: [String: Int] = [:]
    /// Folded name of a column to what the user says it stands for.
    private let mapped: [String: ManifestField]
    private let mappedFields: Set<ManifestField>
    /// The row of the header, as a spreadsheet numbers it.
    package var headerRow = 1
    /// The columns that we added to a file to be sent again: they hold no field and no template's value.
    package private(set) var added = 0..<0
    /// Fields the user wants no column for.
    private let ignoredFields: Set<ManifestField>
    /// Folded template variable to the column the user chose for it.
    private let columnOfVariable: [String: String]

    /// Whether an export name counts as soon as its column is met, because the header is not known as a whole.
    private let takesExportNames: Bool

    /// The first column of each column's name, whatever its case, spaces, `_` and `-`.
    private(set) var firstOfName: [Int] = []

    /// The most columns a manifest may have.
    static let limit = 1_000

    /// Knows no column yet; `map` is the user's choice of columns for fields, an empty name choosing none. `takesExportNames`:
    /// of a file whose columns are met one by one, it is known that no column has an older name.
    init(map: [String: String] = [:], takesExportNames: Bool = false) {
        self.takesExportNames = takesExportNames
        var mapped: [String: ManifestField] = [:]
        var variables: [String: String] = [:]
        var ignored: Set<ManifestField> = []
        for (field, column) in map {
            if let field = ManifestField(header: field) {
                if column.isEmpty { ignored.insert(field) } else { mapped[ColumnName.folded(column)] = field }
            } else {
                variables[ColumnName.folded(field)] = column
            }
        }
        columnOfVariable = variables
        self.mapped = mapped
        ignoredFields = ignored
        mappedFields = ignored.union(mapped.values)
    }

    /// How many columns there are.
    package var count: Int { names.count }

    /// Adds a column and finds what it stands for.
    mutating func append(_ name: String) {
        let folded = ColumnName.folded(name)
        var field = mapped[folded]
        if field == nil, let own = ManifestField(header: name), !mappedFields.contains(own) { field = own }
        if field == nil, takesExportNames { field = exported(name) }
        if let field, columnOfField[field] == nil { columnOfField[field] = names.count }
        let first = columnOfFoldedName[folded] ?? names.count
        columnOfFoldedName[folded] = first
        firstOfName.append(first)
        if columnOfName[name] == nil { columnOfName[name] = names.count }
        names.append(name)
        fields.append(field)
    }

    /// All columns are known: export names count for fields that no column has an older name for.
    mutating func settle() {
        let open = names.indices.filter { fields[$0] == nil }.compactMap { column in
            exported(names[column]).map { (column: column, field: $0) }
        }
        for (column, field) in open {
            fields[column] = field
            if columnOfField[field].map({ column < $0 }) ?? true { columnOfField[field] = column }
        }
    }

    private func exported(_ name: String) -> ManifestField? {
        guard let field = ManifestField(exportHeader: name), !mappedFields.contains(field) else { return nil }
        return takesExportNames || columnOfField[field] == nil ? field : nil
    }

    /// Adds the columns of a header, those that we added ourselves apart; names beyond the limit are as good as one.
    mutating func append(header: [String]) {
        added = AddedColumns.range(in: header)
        for (index, name) in header.enumerated() {
            if ownCount > Self.limit { return }
            if added.contains(index) {
                firstOfName.append(names.count)
                names.append(name)
                fields.append(nil)
            } else {
                append(name)
            }
        }
    }

    /// How many columns are the user's.
    var ownCount: Int { count - added.count }

    /// The names of the user's columns.
    var ownNames: [String] { names.indices.filter { !added.contains($0) }.map { names[$0] } }

    /// The column of the rows' numbers among equal rows, of a file with a header.
    var ordinalColumn: Int? { added.isEmpty ? nil : added.upperBound - 1 }

    /// The column that holds a field.
    package func column(of field: ManifestField) -> Int? { columnOfField[field] }

    /// Whether a column would hold a field if the user had not wished otherwise.
    func isIgnored(_ column: Int) -> Bool {
        guard fields[column] == nil, !ignoredFields.isEmpty else { return false }
        let field = ManifestField(header: names[column]) ?? ManifestField(exportHeader: names[column])
        return field.map(ignoredFields.contains) ?? false
    }

    /// Whether a column is taken for the reference although nobody called it just so.
    func isIDByChance(_ column: Int) -> Bool {
        fields[column] == .id && names[column] != ManifestField.id.name
            && mapped[ColumnName.folded(names[column])] == nil
    }

    /// The fields for which the user wants no column, and none is there.
    var idlyIgnored: Set<ManifestField> {
        ignoredFields.filter { field in
            !names.contains { ManifestField(header: $0) ?? ManifestField(exportHeader: $0) == field }
        }
    }

    /// The column of exactly this name.
    func column(named name: String) -> Int? { columnOfName[name] }

    /// The column whose name differs at most in case, spaces, `_` and `-`.
    func column(like name: String) -> Int? { columnOfFoldedName[ColumnName.folded(name)] }

    /// The column a template means by a variable's name.
    func variable(named name: String) -> Int? { column(like: columnOfVariable[ColumnName.folded(name)] ?? name) }
}
