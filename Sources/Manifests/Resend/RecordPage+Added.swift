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

    /// The row it was written for, where it states one and is another now.
    func statedRow(_ row: Int, _ disposition: CheckedRow.Disposition) -> StatedRow? {
        guard case .ready(let key, _, _) = disposition,
            case .number(let number, let digest?) = statedOrdinal(ofRow: row), digest != key.high
        else { return nil }
        return StatedRow(digest: digest, ordinal: number)
    }

    /// How many cells of a row of a table are the user's.
    func ownCellCount(ofRow row: Int) -> Int {
        let count = cellRange(ofRow: row).count
        return count - columns.added.clamped(to: 0..<count).count
    }
}
