/// One row of the results report, in the order of the report's columns.
public struct ReportEntry: Sendable, Hashable {
    /// The row as a spreadsheet numbers it.
    public var row: Int
    /// The recipient as the manifest has it, whatever it is.
    public var user: String
    /// The sender as it was used, the default included.
    public var sender: String
    /// What became of the row.
    public var outcome: Outcome
    /// What the attempts of all runs left behind.
    public var trace = AttemptTrace.untried
    /// The user's own reference.
    public var id: String?
    /// The row's identity; nil for an invalid row, and in the report of a test.
    package var digest: RowDigest?

    /// Describes a row that was not tried.
    public init(row: Int, user: String, sender: String, outcome: Outcome, id: String? = nil) {
        self.row = row
        self.user = user
        self.sender = sender
        self.outcome = outcome
        self.id = id
    }
}
