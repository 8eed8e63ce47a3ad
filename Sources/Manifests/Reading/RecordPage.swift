import BatchModel

/// A stretch of rows, as flat arrays: reading a row costs no allocation.
///
/// Rows, cells and bytes follow each other without gaps, so each needs only its end. A row that is still open stands
/// behind the last whole one.
struct RecordPage {
    /// One value of one row.
    struct Cell {
        /// Where its bytes end; they start where the cell before ends.
        var end: UInt32
        /// The column it belongs to.
        var column: UInt32
    }

    /// One whole row.
    struct Row {
        /// Where its cells end; they start where the row before ends.
        var cellEnd: UInt32
        /// The row as a spreadsheet numbers it; for JSON the 1-based element.
        var number: Int
        /// The physical line it starts on.
        var line: Int
    }

    /// Something the reader itself found wrong with a row.
    struct Issue {
        /// The row's index in the page.
        var row: Int
        /// What is wrong.
        var code: ManifestCode
        /// The column concerned.
        var column: Int?
        /// What is wrong, in one sentence.
        var problem: String
        /// What to do about it.
        var remedy: String

        /// Whether it concerns nobody as long as no template asks for the column: a nested value in a column without a field,
        /// or in one that is only by chance called like a reference, such as a database's `_id`.
        func isSpare(_ columns: ColumnTable) -> Bool {
            guard let column else { return false }
            if code == .nestedValue { return columns.fields[column] == nil || columns.isIDByChance(column) }
            return code.isOfCell && columns.fields[column] == nil
        }
    }

    /// How many bytes of cells make a page worth handing on.
    static let targetByteCount = 1 << 17

    var bytes: [UInt8] = []
    var cells: [Cell] = []
    var rows: [Row] = []
    var issues: [Issue] = []
    /// The numbers that elements of JSON state, by their row's index; a table has a column for them.
    var stated: [Int: StatedOrdinal] = [:]
    /// The texts of elements of JSON, where somebody wants to keep them.
    var texts: [[UInt8]] = []
    /// The columns known when the page was finished.
    var columns = ColumnTable()
    /// The way to a key within an object of JSON that may name users.
    var wayToUser: String?
    /// The first row that is data.
    var firstRow = 0

    /// The number and line of the row that is open, or would come next.
    var nextNumber = 1
    var nextLine = 1
    /// Whether `--json-path` was given for a document whose rows stand in no object.
    var hasIdlePath = false
    /// What a workbook holds beside its rows, once its last row was read.
    var notes: [WorkbookNotes.Note] = []
    /// The sheet of a workbook, once its last row was read.
    var sheet: String?
    /// Blank lines skipped so far in the file.
    var blankLineCount = 0
    /// Rows without any content skipped so far in the file.
    var emptyRowCount = 0
    /// The size of the largest row so far in the file, a delimiter counted as one byte.
    private(set) var largestRow = 0
    private var endedAtReturn = false

    /// The cells of the open row.
    var openCellCount: Int { cells.count - Int(rows.last?.cellEnd ?? 0) }

    /// The bytes of the open row's cells.
    var openByteCount: Int { bytes.count - byteEnd(ofRow: rows.count - 1) }

    /// Line breaks inside the whole cells of the open row.
    var openLineBreaks: Int { Self.lineBreaks(in: bytes.span.extracting((bytes.count - openByteCount)...)) }

    /// The cells of a row.
    func cellRange(ofRow row: Int) -> Range<Int> {
        (row == 0 ? 0 : Int(rows[row - 1].cellEnd))..<Int(rows[row].cellEnd)
    }

    /// The issues of a row; they stand in the order of their rows.
    func issues(ofRow row: Int) -> ArraySlice<Issue> {
        if issues.isEmpty { return [] }
        var low = 0
        var high = issues.count
        while low < high {
            let middle = (low + high) / 2
            if issues[middle].row < row { low = middle + 1 } else { high = middle }
        }
        return issues[low...].prefix { $0.row == row }
    }

    /// The bytes of a cell.
    func byteRange(ofCell cell: Int) -> Range<Int> {
        (cell == 0 ? 0 : Int(cells[cell - 1].end))..<Int(cells[cell].end)
    }

    /// The text of a cell.
    func text(ofCell cell: Int) -> String { String(decoding: bytes[byteRange(ofCell: cell)], as: UTF8.self) }

    private func byteEnd(ofRow row: Int) -> Int {
        guard row >= 0, rows[row].cellEnd > 0 else { return 0 }
        return Int(cells[Int(rows[row].cellEnd) - 1].end)
    }

    /// Ends the open row, or skips a blank line or a row without content, at a terminator of an unquoted line.
    mutating func endLine(_ terminator: UInt8) {
        if openCellCount == 0 {
            // libcsv reports both halves of CR LF.
            if terminator == UInt8(ascii: "\n"), endedAtReturn {
                endedAtReturn = false
                return
            }
            blankLineCount += 1
            nextLine += 1
        } else {
            let start = byteEnd(ofRow: rows.count - 1)
            largestRow = max(largestRow, bytes.count - start + openCellCount)
            let line = nextLine
            nextLine += 1 + Self.lineBreaks(in: bytes.span.extracting(start..<bytes.count))
            if isBlank(bytesFrom: start, to: bytes.count) {
                emptyRowCount += 1
                dropOpenRow()
            } else {
                rows.append(Row(cellEnd: UInt32(truncatingIfNeeded: cells.count), number: nextNumber, line: line))
            }
        }
        nextNumber += 1
        endedAtReturn = terminator == UInt8(ascii: "\r")
    }

    /// Ends a cell whose bytes were appended.
    mutating func endCell(column: Int) {
        cells.append(Cell(end: UInt32(truncatingIfNeeded: bytes.count), column: UInt32(truncatingIfNeeded: column)))
    }

    /// Ends the open row of a JSON manifest, which may have no cells.
    mutating func endElement(number: Int, line: Int) {
        rows.append(Row(cellEnd: UInt32(truncatingIfNeeded: cells.count), number: number, line: line))
    }

    /// Forgets the open row.
    mutating func dropOpenRow() {
        bytes.removeSubrange(byteEnd(ofRow: rows.count - 1)...)
        cells.removeSubrange(Int(rows.last?.cellEnd ?? 0)...)
        while issues.last?.row == rows.count { issues.removeLast() }
        stated[rows.count] = nil
    }

    /// Forgets every row.
    mutating func dropAll() {
        bytes.removeAll()
        cells.removeAll()
        rows.removeAll()
        issues.removeAll()
        stated.removeAll()
        texts.removeAll()
        firstRow = 0
    }

    /// How many lines end inside the text: at LF, CR LF and a lone CR.
    static func lineBreaks(in text: Span<UInt8>) -> Int {
        guard text.holds(10) || text.holds(13) else { return 0 }
        var count = 0
        var previous: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            if byte == 13 || (byte == 10 && previous != 13) { count += 1 }
            previous = byte
        }
        return count
    }

    /// Drops the first row above a size, and everything behind it, as if it had not been read yet.
    mutating func dropRows(largerThan limit: Int) {
        for row in rows.indices {
            let start = byteEnd(ofRow: row - 1)
            let cells = cellRange(ofRow: row)
            guard byteEnd(ofRow: row) - start + cells.count > limit else { continue }
            nextNumber = rows[row].number
            nextLine = rows[row].line
            bytes.removeSubrange(start...)
            self.cells.removeSubrange(cells.lowerBound...)
            rows.removeSubrange(row...)
            return
        }
    }

    /// Forgets the whole rows and keeps the open one, and the place in the file.
    mutating func startOver() {
        let byteStart = byteEnd(ofRow: rows.count - 1)
        let cellStart = Int(rows.last?.cellEnd ?? 0)
        cells.removeSubrange(..<cellStart)
        for index in cells.indices { cells[index].end -= UInt32(byteStart) }
        bytes.removeSubrange(..<byteStart)
        rows.removeAll(keepingCapacity: true)
        issues.removeAll(keepingCapacity: true)
        stated.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        firstRow = 0
    }
}
