/// Names a row to those who need not know more of it.
public struct RowReference: Sendable, Hashable {
    /// The ledger's number of the message.
    public var entry: Int64
    /// The row in the report's numbering.
    public var row: Int

    /// Names a row.
    public init(entry: Int64, row: Int) {
        self.entry = entry
        self.row = row
    }
}
