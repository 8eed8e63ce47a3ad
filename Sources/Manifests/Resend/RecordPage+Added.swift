import BatchModel

/// What rows have in the columns that we added to a file to be sent again.
extension RecordPage {
    /// What a row says of its number among equal rows.
    func statedOrdinal(ofRow row: Int) -> StatedOrdinal {
        guard let column = columns.ordinalColumn else { return stated.isEmpty ? .unstated : stated[row] ?? .unstated }
        let cells = cellRange(ofRow: row)
        guard column < cells.count else { return .unstated }
        return StatedOrdinal(bytes[byteRange(ofCell: cells.lowerBound + column)])
    }

    /// How many cells of a row of a table are the user's.
    func ownCellCount(ofRow row: Int) -> Int {
        let count = cellRange(ofRow: row).count
        return count - columns.added.clamped(to: 0..<count).count
    }

    /// Whether no cell of the row that is the user's holds anything.
    func isEmpty(row: Int) -> Bool {
        let cells = cellRange(ofRow: row)
        guard let last = cells.last else { return true }
        let added = columns.added.clamped(to: 0..<cells.count)
        let all = Int(self.cells[last].end) - byteRange(ofCell: cells.lowerBound).lowerBound
        if all == 0 || added.isEmpty { return all == 0 }
        return added.reduce(all) { $0 - byteRange(ofCell: cells.lowerBound + $1).count } == 0
    }
}
