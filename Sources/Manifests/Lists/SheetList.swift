import BatchModel
import Workbooks

/// Takes the people from one sheet of a workbook: a table with a column of users, whatever title stands above it, or one column of
/// names. Hidden rows count: leaving
/// out one too many is the safer error.
struct SheetList {
    private let file: String
    private let workbook: WorkbookFile
    private let number: Int
    private let mapped: String?
    private var options: ReadingOptions
    private let reportText: (String) -> String

    /// For one of the sheets that can be seen, counted from 0.
    init(
        _ file: String, _ workbook: WorkbookFile, _ number: Int, _ given: ReadingOptions,
        reportText: @escaping (String) -> String
    ) {
        (self.file, self.workbook, self.number, self.reportText) = (file, workbook, number, reportText)
        mapped = ListColumns.mapped(given)
        var options = ReadingOptions(maxRowSize: given.maxRowSize)
        if let mapped { options.columnMap = [ManifestField.user.name: mapped] }
        options.hiddenRows = .send
        options.cellValues = .stored
        self.options = options
    }

    /// Reads to the end; throws a `ListFault` or `ManifestFault` for a sheet that is not plainly a list. One without content names nobody.
    mutating func read(_ sheet: SheetReader, into users: inout SuppressedUsers) throws {
        guard let header = try header() else { return }
        let columns = ListColumns(header, mapped: mapped)
        guard columns.users.isEmpty else {
            if columns.isReport { users.isReport() }
            return try read(columns, into: &users)
        }
        if let row = try SheetTable.headerRow(try again(), mapped) {
            options.headerRow = row
            if let header = try self.header() { return try read(ListColumns(header, mapped: mapped), into: &users) }
        }
        try readNames(sheet, header, into: &users)
    }

    /// Whether the sheet has a table with a column of users.
    mutating func isTable() throws -> Bool {
        guard let header = try header() else { return false }
        if !ListColumns(header, mapped: mapped).users.isEmpty { return true }
        return try SheetTable.headerRow(try again(), mapped) != nil
    }

    private func again() throws -> SheetReader? { try workbook.sheet(.visible(number), maxRowSize: options.maxRowSize) }

    /// The columns of the row that is the header; nil for a sheet without content.
    private func header() throws -> ColumnTable? {
        var page = RecordPage()
        do {
            _ = try reader().read(into: &page)
        } catch let fault as ManifestFault where fault.code == .empty {
            return nil
        }
        return page.columns
    }

    private func read(_ columns: ListColumns, into users: inout SuppressedUsers) throws {
        var rows = ListRows(file: file, columns: columns, reportText: reportText)
        try rows.read(reader(), hasHeader: true, into: &users)
    }

    private func reader() -> WorkbookReader {
        workbook.reader(of: .visible(number), options) { [mapped] name, field in
            field == .user || ListColumns.isUser(name)
                || mapped.map { ColumnName.folded($0) == ColumnName.folded(name) } ?? false
        }
    }

    /// Takes every cell for a name, as long as all stand in one column.
    private func readNames(_ sheet: SheetReader, _ header: ColumnTable, into users: inout SuppressedUsers) throws {
        var digests = RecipientDigest()
        var rows = SheetRows()
        var column: UInt32?
        while try next(sheet, &rows) {
            var note = rows.notes[...]
            for (index, row) in rows.rows.enumerated() {
                for cell in rows.cellRange(ofRow: index) {
                    let place = SourceLocation(file: file, row: row.number, line: row.number)
                    if let doubt = note.first, doubt.cell == cell {
                        note = note.dropFirst()
                        try refuse(doubt.doubt, place)
                    }
                    let text = String(decoding: rows.bytes[rows.byteRange(ofCell: cell)], as: UTF8.self)
                    let name = ListedName.trimmed(text)
                    if name.isEmpty { continue }
                    if let known = column, known != rows.cells[cell].column { throw manyColumns(header) }
                    column = rows.cells[cell].column
                    if let stranger = ListedName.stranger(inLine: name) {
                        throw ListFault(
                            place, text: String(name), holding: stranger,
                            "The cell \"\(String(name))\" holds \(stranger), which no user's name has.",
                            "Write one name a row and nothing else, or put \"user\" above the column of names.")
                    }
                    users.add(try ListCell.digests(text, at: place, &digests, &users))
                }
            }
        }
    }

    private func next(_ sheet: SheetReader, _ rows: inout SheetRows) throws(ManifestFault) -> Bool {
        do {
            return try sheet.read(into: &rows)
        } catch {
            throw WorkbookFile.fault(error, file, options.maxRowSize)
        }
    }

    private func refuse(_ doubt: CellDoubt, _ place: SourceLocation) throws(ListFault) {
        switch doubt {
        case .error, .noStoredValue, .longNumber:
            throw ListFault(
                place,
                "The cell in row \(place.row ?? 0) is an error, a formula without a result, or too long a number.",
                "Enter the name as text, or remove the row.")
        case .shown, .shownText, .date, .boolean:
            throw ListFault(
                place, "The cell in row \(place.row ?? 0) is no text: it may show something else than it holds.",
                "Format the column as text, and enter the name again.")
        }
    }

    private func manyColumns(_ header: ColumnTable) -> ListFault {
        let names = header.ownNames.filter { !ColumnName.folded($0).isEmpty }
        return ListFault(
            SourceLocation(file: file, row: header.headerRow, line: header.headerRow),
            "No column of the list is known to name users: its columns are \(ColumnCheck.list(names)).",
            LikelyUsers(names).question("the column of names")
                + "Call the one that does \"user\" above the names; a sheet that is no list is not read where it is hidden."
        )
    }
}
