import BatchModel
import Digests
import Text
import Workbooks

/// Reads rows from a sheet of a workbook: its cells become those of a table, its row numbers stay those of the spreadsheet.
final class WorkbookReader: RecordReader {
    private let file: String
    private let byteCount: Int64
    private let options: ReadingOptions
    private let isUsed: (String, ManifestField?) -> Bool
    private var notes: WorkbookNotes
    private var digest: SheetDigest?
    private var sheet: SheetReader?
    private var rows = SheetRows()
    /// The row that comes next, how many of it were taken, and the note that comes next.
    private var (next, taken, nextNote) = (0, 0, 0)
    private var columns: ColumnTable
    private var columnCount: Int?
    private var used: Set<Int> = []
    private var merges: [CellRange] = []
    /// Merged cells that are used: said when the rows that were read with them are taken.
    private var merged: ManifestFault?
    private var lastNumber = 0
    private var isFinished = false
    private var fault: (any Error)?

    let looksLikeUTF8 = false

    /// Starts at the beginning of a sheet; `isUsed` says whether anything is done with a column, `hasher` is fed the content.
    init(
        _ sheet: Result<SheetReader?, any Error>, file: String, byteCount: Int64, hasMacros: Bool,
        options: ReadingOptions,
        hasher: SHA256Hasher?, isUsed: @escaping (String, ManifestField?) -> Bool
    ) {
        self.file = file
        self.byteCount = byteCount
        self.options = options
        self.isUsed = isUsed
        notes = WorkbookNotes(hasMacros: hasMacros, isSheetChosen: options.sheet != nil)
        digest = hasher.map(SheetDigest.init)
        columns = ColumnTable(map: options.columnMap)
        switch sheet {
        case .success(let sheet): self.sheet = sheet
        case .failure(let error): fault = WorkbookFile.fault(error, file, options.maxRowSize)
        }
    }

    var usedByteCount: Int { Int((sheet?.share ?? 1) * Double(byteCount)) }

    /// Appends rows; false at the end of the sheet. A fault is thrown after all rows before it were returned.
    func read(into page: inout RecordPage) throws -> Bool {
        if let fault { throw fault }
        do {
            while page.rows.isEmpty || page.bytes.count < RecordPage.targetByteCount {
                if try !step(&page) { break }
            }
        } catch {
            page.dropOpenRow()
            fault = WorkbookFile.fault(error, file, options.maxRowSize)
        }
        page.columns = columns
        if page.rows.isEmpty, let fault { throw fault }
        return !page.rows.isEmpty
    }

    /// Takes the next row, or the next stretch of them; false behind the last.
    private func step(_ page: inout RecordPage) throws -> Bool {
        if next < rows.rows.count {
            try take(rows.rows[next], &page)
            return true
        }
        if let merged { throw merged }
        guard !isFinished, let sheet else { return false }
        (next, taken, nextNote) = (0, 0, 0)
        isFinished = try !sheet.read(into: &rows)
        takeMerges(sheet.takeMerges())
        if isFinished {
            digest?.finish()
            if columnCount == nil { throw missingHeader(sheet) }
            page.notes = notes.finish(sheet, columns, used: used, hiddenRows: options.hiddenRows)
            page.sheet = sheet.sheets?.name
            if let merged { throw merged }
        }
        return !isFinished
    }

    // MARK: The header

    private func missingHeader(_ sheet: SheetReader) -> ManifestFault {
        if let row = options.headerRow { return noHeaderRow(row) }
        let name = sheet.sheets.map { " “\($0.name)”" } ?? ""
        let others = sheet.sheets.map { sheets in sheets.all.filter { $0 != sheets.name } } ?? []
        return ManifestFault(
            .invalid, .empty, at: SourceLocation(file: file), problem: "The sheet\(name) is empty.",
            remedy: others.isEmpty
                ? "Write a header line and a line for every message."
                : "Name another with \(option: .sheet): \(ColumnCheck.list(others)).")
    }

    private func noHeaderRow(_ row: Int) -> ManifestFault {
        ManifestFault(
            .invalid, .badOption, at: SourceLocation(file: file, row: row, line: row),
            problem: "\(option: .headerRow) \(row) names a row without content.",
            remedy: "Name the row that holds the columns' names.")
    }

    private func takeHeader(_ number: Int, _ cells: Range<Int>) throws {
        var names = [String](repeating: "", count: cells.last.map { Int(rows.cells[$0].column) + 1 } ?? 0)
        if names.count > ColumnTable.limit + AddedColumns.names.count {
            throw ManifestFault(
                .invalid, .tooManyColumns, at: SourceLocation(file: file, row: number, line: number),
                problem: "The header has more than \(ColumnTable.limit) columns.",
                remedy: "Remove columns that nobody needs.")
        }
        for cell in cells {
            names[Int(rows.cells[cell].column)] = String(
                decoding: rows.bytes[rows.byteRange(ofCell: cell)], as: UTF8.self)
        }
        columns.append(header: names)
        columns.settle()
        columns.headerRow = number
        columnCount = names.count
        used = Set(names.indices.filter { isUsed(names[$0], columns.fields[$0]) })
        digest?.add(number, names)
        let early = merges
        merges = []
        takeMerges(early)
    }

    /// Refuses merged cells: whose text it is in the rows that they cover, nobody knows.
    private func takeMerges(_ found: [CellRange]) {
        guard columnCount != nil else { return merges += found }
        for range in found where range.rows.upperBound > columns.headerRow && merged == nil {
            guard let column = range.columns.first(where: used.contains) else { continue }
            let row = max(range.rows.lowerBound, columns.headerRow + 1)
            merged = ManifestFault(
                .invalid, .mergedCells,
                at: SourceLocation(file: file, row: row, line: row, column: columns.names[column]),
                problem: "The cells \(range.text) are merged, so that nobody knows whose text it is.",
                remedy: "Unmerge them, and fill in what each row is to have.")
        }
    }

    // MARK: Rows

    private func take(_ row: SheetRows.Row, _ page: inout RecordPage) throws {
        let cells = rows.cellRange(ofRow: next)
        if columnCount == nil {
            try takeAbove(row, cells)
        } else {
            let number = row.number + taken
            page.emptyRowCount += number - lastNumber - 1
            lastNumber = number
            taken += 1
            if row.isHidden, options.hiddenRows == .skip {
                notes.skippedRows += 1
            } else {
                try append(cells, number, row.isHidden, &page)
            }
        }
        if taken >= row.count { leave(cells) }
    }

    /// Takes the header, or passes by what stands above it.
    private func takeAbove(_ row: SheetRows.Row, _ cells: Range<Int>) throws {
        let wanted = options.headerRow ?? row.number
        taken = row.count
        if row.number + row.count <= wanted { return }
        guard row.number <= wanted else { throw noHeaderRow(wanted) }
        try takeHeader(wanted, cells)
        lastNumber = wanted
        taken = wanted - row.number + 1
    }

    private func leave(_ cells: Range<Int>) {
        next += 1
        taken = 0
        while nextNote < rows.notes.count, rows.notes[nextNote].cell < cells.upperBound { nextNote += 1 }
    }

    private func append(_ cells: Range<Int>, _ number: Int, _ isHidden: Bool, _ page: inout RecordPage) throws {
        let count = columnCount ?? 0
        var note = nextNote
        var cell = cells.lowerBound
        let issues = CellIssues(columns: columns, mode: options.cellValues, row: page.rows.count)
        if isHidden, options.hiddenRows == nil { page.issues.append(issues.hiddenRow(number)) }
        for column in 0..<count {
            if cell < cells.upperBound, Int(rows.cells[cell].column) == column {
                let range = rows.byteRange(ofCell: cell)
                if note < rows.notes.count, rows.notes[note].cell == cell {
                    let text = issues.text(rows.bytes[range], rows.notes[note].doubt, column, &page)
                    page.bytes += text
                    note += 1
                } else {
                    page.bytes += rows.bytes[range]
                }
                cell += 1
            }
            page.endCell(column: column)
        }
        while cell < cells.upperBound {
            page.issues.append(issues.beyondHeader(Int(rows.cells[cell].column), number))
            cell = cells.upperBound
        }
        try finish(number, &page)
    }

    private func finish(_ number: Int, _ page: inout RecordPage) throws {
        let limit = options.maxRowSize + (columns.added.isEmpty ? 0 : AddedColumns.byteLimit)
        if page.openByteCount + page.openCellCount > limit {
            throw WorkbookFile.tooLarge(at: SourceLocation(file: file, row: number, line: number), options.maxRowSize)
        }
        if page.hasEmptyOpenRow {
            page.dropOpenRow()
            page.emptyRowCount += 1
            return
        }
        digest?.add(number, page)
        page.endElement(number: number, line: number)
    }
}
