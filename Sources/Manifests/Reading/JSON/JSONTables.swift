import Text

/// The arrays of rows in a JSON array whose elements are no rows but hold them: the tables of a database's export, or the
/// answer of a service in brackets.
struct JSONTables {
    /// One array of rows.
    struct Table: Hashable {
        /// Which element of the document it stands in, from 0.
        var element: Int
        /// The keys, joined by dots, that lead to it within its element.
        var path: String
        /// What its element calls it; nil where it has no name.
        var name: String?
        /// The database of a table.
        var database: String?
        /// Whether it holds no rows.
        var isEmpty: Bool
        /// Whether its rows have a key that names users.
        var namesUsers = false

        /// What `--json-path` may call it.
        fileprivate var names: [String] {
            [path, name, name.map { "\($0).\(path)" }, name.flatMap { name in database.map { "\($0).\(name)" } }]
                .compactMap(\.self)
        }
    }

    /// The arrays, in the order of the file; at least one.
    let tables: [Table]
    /// Whether the elements say that they are tables.
    private let isExport: Bool

    /// Looks into a file; nil when its elements are rows, or it is no array. `path` is what the user says of arrays, `users`
    /// whether a key names users.
    ///
    /// What is wrong with the file is said by whoever reads it in earnest.
    init?(of file: ManifestFile, _ layout: TextLayout, path: String?, users: @escaping (String) -> Bool) {
        var search = JSONTableSearch(TextSource(file, layout: layout), users: users)
        try? search.run()
        guard !search.hasUserElement else { return nil }
        isExport = search.isExport
        let found = search.tables.filter { search.isExport || $0.namesUsers || path.map($0.names.contains) == true }
        if found.isEmpty { return nil }
        tables = search.isExport ? search.tables : found
    }

    /// The one array that a path means, or that is meant without one; nil when several may be.
    func only(_ path: String?) -> Table? {
        let meant = path.map { path in tables.filter { $0.names.contains(path) } } ?? tables
        let filled = meant.filter { !$0.isEmpty }
        return filled.isEmpty ? meant.first : filled.count == 1 ? filled[0] : nil
    }

    /// What a path calls an array so that no other is meant; nil where there is no such way.
    func argument(for table: Table) -> String? { table.names.first { only($0) == table } }

    /// Why no array is read, and what says which one is meant.
    func fault(_ path: String?) -> JSONFault {
        let filled = tables.filter { !$0.isEmpty }
        let shown = filled.isEmpty ? tables : filled
        var called: [String] = []
        for name in shown.map({ $0.name ?? $0.path }) where !called.contains(name) { called.append(name) }
        let names = ColumnCheck.list(called)
        let told =
            switch (isExport, shown.count) {
            case (true, 1): "its rows stand in \"\(shown[0].path)\" of the table \(names)."
            case (true, _): "rows stand in the tables \(names)."
            case (false, 1): "its rows stand in \(names)."
            case (false, _): "rows stand in \(names), in several elements."
            }
        guard let first = shown.lazy.compactMap(argument).first else {
            return .shape("\(opening(path, shown)); \(told)", "Write the rows that are meant into one array.")
        }
        return .shape(
            "\(opening(path, shown)); \(told)",
            (shown.count == 1 ? "Add" : "Say which are meant, as in")
                + " \(option: .jsonPath) \(JSONShape.argument(first)).")
    }

    private func opening(_ path: String?, _ shown: [Table]) -> String {
        guard let path else {
            return isExport ? "The file is an export of a database" : "The file's elements are no rows"
        }
        let count = shown.count { $0.names.contains(path) }
        return count == 0
            ? "The file has no \(isExport ? "table" : "key") \"\(path)\"" : "\"\(path)\" is found \(count) times"
    }
}
