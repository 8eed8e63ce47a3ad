/// What counts as content: anything but blanks.
extension RecordPage {
    /// Whether a cell holds nothing, or blanks only.
    func isBlank(cell: Int) -> Bool { isBlank(bytesFrom: byteRange(ofCell: cell).lowerBound, to: Int(cells[cell].end)) }

    /// Whether the open row holds nothing at all, nor anything wrong.
    var hasEmptyOpenRow: Bool {
        issues.last?.row != rows.count && isBlank(bytesFrom: bytes.count - openByteCount, to: bytes.count)
    }

    /// Whether these bytes are none, or blanks only, be they those of a web page or of East Asia.
    func isBlank(bytesFrom start: Int, to end: Int) -> Bool {
        var place = start
        while place < end {
            if bytes[place] == 32 || bytes[place] == 9 {
                place += 1
            } else if place + 1 < end, bytes[place] == 0xC2, bytes[place + 1] == 0xA0 {
                place += 2
            } else if place + 2 < end, bytes[place] == 0xE3, bytes[place + 1] == 0x80, bytes[place + 2] == 0x80 {
                place += 3
            } else {
                return false
            }
        }
        return true
    }

    /// Whether a row of a table has a cell for every column with a name, and beyond the header empty cells only.
    func fitsHeader(row: Int) -> Bool {
        let range = cellRange(ofRow: row)
        if range.count == columns.count { return true }
        if range.count > columns.count { return range.dropFirst(columns.count).allSatisfy(isBlank(cell:)) }
        return columns.names[range.count...].allSatisfy { ColumnName.folded($0).isEmpty }
    }
}

extension ColumnTable {
    /// The columns without a name.
    var unnamed: [Int] { names.indices.filter { !added.contains($0) && ColumnName.folded(names[$0]).isEmpty } }
}
