/// What takes the rows of a sheet, whatever format it is in.
class SheetHandler: XMLHandler {
    /// The rows met since they were taken last.
    final var rows = SheetRows()
    /// Columns that are hidden.
    final var hiddenColumns: [ClosedRange<Int>] = []
    /// Merged cells met since they were taken last.
    final var merges: [CellRange] = []
    private static let mergeLimit = 1 << 20
    private var mergeCount = 0

    /// Notes merged cells.
    final func merged(_ range: CellRange) {
        mergeCount += 1
        if mergeCount > Self.mergeLimit { fault = .harmful("The sheet has more than a million merged cells") }
        merges.append(range)
    }
}
