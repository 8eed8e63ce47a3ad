import BatchModel
import Text
import Workbooks

/// Watches columns without a name, and cells beyond the header: without content they are none.
///
/// What is in them is known only when the last row was read.
struct EmptyColumns {
    private let file: String
    private let hasHeader: Bool
    private var columnCount = -1
    private var headerRow = 1
    /// The columns without a name.
    private var unnamed: [Int] = []
    /// The first row with content in each of them.
    private var content: [Int: RecordPage.Row] = [:]
    /// Rows with empty cells beyond the header.
    private var longRows: (count: Int, first: RecordPage.Row)?

    /// Watches a manifest.
    init(_ manifest: Manifest) {
        file = manifest.displayName
        hasHeader = manifest.format.hasHeader
    }

    /// Looks at the next row.
    mutating func take(_ page: RecordPage, _ row: Int) {
        if page.columns.count != columnCount { adopt(page.columns) }
        let cells = page.cellRange(ofRow: row)
        if hasHeader, cells.count > columnCount, page.fitsHeader(row: row) {
            longRows = ((longRows?.count ?? 0) + 1, longRows?.first ?? page.rows[row])
        }
        guard content.count < unnamed.count else { return }
        for column in unnamed where content[column] == nil {
            guard let cell = page.cell(ofRow: row, column: column, isPositional: hasHeader) else { continue }
            if !page.isBlank(cell: cell) { content[column] = page.rows[row] }
        }
    }

    private mutating func adopt(_ columns: ColumnTable) {
        columnCount = columns.count
        headerRow = columns.headerRow
        unnamed = columns.unnamed
    }

    /// Columns of a table that hold something nobody can call by a name.
    var errors: [Diagnostic] {
        guard hasHeader else { return [] }
        return content.sorted { $0.key < $1.key }.map { column, row in
            Diagnostic(
                .error, code: ManifestCode.unnamedColumn.rawValue,
                at: SourceLocation(file: file, row: row.number, line: row.line),
                problem:
                    "Column \(column + 1) (\(CellPlace.letters(column))) has no name, but row \(row.number) holds "
                    + "something in it.",
                remedy: "Name it in the header, or delete the column.")
        }
    }

    /// What was ignored.
    var warnings: [Diagnostic] {
        var notes: [Diagnostic] = []
        let empty = unnamed.count { content[$0] == nil }
        if empty > 0 {
            let what = hasHeader ? (one: "column", many: "columns") : (one: "key", many: "keys")
            let count = empty == 1 ? "1 \(what.one)" : "\(Numbers.grouped(empty)) \(what.many)"
            notes.append(
                warning(
                    .emptyColumn, hasHeader ? headerRow : nil,
                    "\(count) without name and content \(empty == 1 ? "is" : "are") ignored.", "Nothing to do."))
        }
        if let longRows {
            let isOne = longRows.count == 1
            notes.append(
                warning(
                    .emptyColumn, longRows.first.number,
                    "\(isOne ? "1 row ends" : "\(Numbers.grouped(longRows.count)) rows end") in an empty cell that the header "
                        + "has no column for; it is ignored.", "Nothing to do, unless a text ends with the delimiter."))
        }
        if !hasHeader, let first = content.values.min(by: { $0.number < $1.number }) {
            notes.append(
                warning(
                    .unknownColumn, first.number, "A key without a name is used by no field.",
                    "Name it if templates or people are to use it."))
        }
        return notes
    }

    private func warning(_ code: ManifestCode, _ row: Int?, _ problem: String, _ remedy: String) -> Diagnostic {
        Diagnostic(
            .warning, code: code.rawValue, at: SourceLocation(file: file, row: row), problem: problem, remedy: remedy)
    }
}
