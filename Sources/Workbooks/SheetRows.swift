/// A stretch of rows of a sheet, as flat arrays: cells without content are left out, and rows without any.
package struct SheetRows: Sendable {
    /// A cell that is not empty.
    package struct Cell: Sendable {
        /// The column, counted from 0.
        package var column: UInt32
        /// Where its bytes end; they start where the cell before ends.
        package var end: UInt32
    }

    /// A row.
    package struct Row: Sendable {
        /// The row as the spreadsheet numbers it.
        package var number: Int
        /// How many rows there are of it, one below the other.
        package var count: Int
        /// Whether it is hidden, or filtered out.
        package var isHidden: Bool
        /// Where its cells end; they start where the row before ends.
        package var cellEnd: UInt32
    }

    /// What keeps a cell from being plainly a text.
    package struct Note: Sendable {
        /// The cell's index.
        package var cell: Int
        /// What it is.
        package var doubt: CellDoubt
    }

    /// The texts of the cells, in UTF-8; numbers and dates as they are stored.
    package var bytes: [UInt8] = []
    /// The cells.
    package var cells: [Cell] = []
    /// The rows.
    package var rows: [Row] = []
    /// What is odd about cells, in their order.
    package var notes: [Note] = []

    /// Without rows.
    package init() {}

    /// Forgets the rows.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        notes.removeAll(keepingCapacity: true)
    }

    /// The cells of a row.
    package func cellRange(ofRow row: Int) -> Range<Int> {
        (row == 0 ? 0 : Int(rows[row - 1].cellEnd))..<Int(rows[row].cellEnd)
    }

    /// The bytes of a cell.
    package func byteRange(ofCell cell: Int) -> Range<Int> {
        (cell == 0 ? 0 : Int(cells[cell - 1].end))..<Int(cells[cell].end)
    }

    /// Bytes of the cell that is being read.
    var openByteCount: Int { bytes.count - Int(cells.last?.end ?? 0) }

    /// Bytes of the row that is being read.
    var openRowByteCount: Int {
        let first = Int(rows.last?.cellEnd ?? 0)
        return bytes.count - (first == 0 ? 0 : Int(cells[first - 1].end))
    }

    /// Ends a cell whose bytes were appended; one without content is none.
    mutating func endCell(column: Int, doubt: CellDoubt? = nil) {
        if openByteCount == 0, doubt == nil { return }
        if let doubt { notes.append(Note(cell: cells.count, doubt: doubt)) }
        cells.append(Cell(column: UInt32(column), end: UInt32(bytes.count)))
    }

    /// Ends a row whose cells were appended; one without any is none.
    mutating func endRow(_ number: Int, count: Int = 1, isHidden: Bool) {
        guard cells.count > Int(rows.last?.cellEnd ?? 0) else { return }
        rows.append(Row(number: number, count: count, isHidden: isHidden, cellEnd: UInt32(cells.count)))
    }

    /// Puts the cells of the row that is being read into other rows, which are empty.
    mutating func moveOpenRow(to other: inout SheetRows) {
        let first = Int(rows.last?.cellEnd ?? 0)
        let start = bytes.count - openRowByteCount
        other.bytes += bytes[start...]
        other.cells += cells[first...].map { Cell(column: $0.column, end: $0.end - UInt32(start)) }
        other.notes += notes.reversed().prefix { $0.cell >= first }.reversed().map {
            Note(cell: $0.cell - first, doubt: $0.doubt)
        }
        notes.removeLast(other.notes.count)
        cells.removeSubrange(first...)
        bytes.removeSubrange(start...)
    }
}
