/// How many rows ended in each outcome. The counts always add up to the rows of the manifest.
public struct BatchTally: Sendable, Hashable {
    private var counts: [Outcome: Int] = [:]

    /// Starts at zero.
    public init() {}

    /// The rows of one outcome.
    public subscript(outcome: Outcome) -> Int {
        get { counts[outcome, default: 0] }
        set { counts[outcome] = newValue }
    }

    /// All rows.
    public var total: Int { counts.values.reduce(0, +) }

    /// Rows that call for a person: rejected, not sent and invalid.
    public var failed: Int { self[.rejected] + self[.notSent] + self[.invalid] }

    /// Counts a row.
    public mutating func count(_ outcome: Outcome) { counts[outcome, default: 0] += 1 }

    /// Moves a row from one outcome to another.
    public mutating func move(from old: Outcome, to new: Outcome) {
        counts[old, default: 0] -= 1
        counts[new, default: 0] += 1
    }
}
