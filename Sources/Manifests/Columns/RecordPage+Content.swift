/// What counts as content: anything but blanks.
extension RecordPage {
    /// Whether a cell holds nothing, or blanks only.
    func isBlank(cell: Int) -> Bool { isBlank(bytesFrom: byteRange(ofCell: cell).lowerBound, to: Int(cells[cell].end)) }

    /// Whether the open row holds nothing at all, nor anything wrong.
    var hasEmptyOpenRow: Bool {
        issues.last?.row != rows.count && isBlank(bytesFrom: bytes.count - openByteCount, to: bytes.count)
    }

    /// Whether these bytes are none, or blanks only.
    func isBlank(bytesFrom start: Int, to end: Int) -> Bool {
        var place = start
        while place < end, bytes[place] == 32 || bytes[place] == 9 { place += 1 }
        return place == end
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
