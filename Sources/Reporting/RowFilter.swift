import BatchModel
import Text

/// Which rows a report lists. All rows are counted, listed or not.
package struct RowFilter: Sendable, Hashable {
    /// Only rows of these outcomes; nil for every outcome.
    package var outcomes: Set<Outcome>?
    /// Only rows whose last attempt ended then or later, in milliseconds since 1970 (UTC); nil whenever it was.
    package var sinceMilliseconds: Int64?

    /// Lists every row unless told otherwise.
    package init(outcomes: Set<Outcome>? = nil, sinceMilliseconds: Int64? = nil) {
        self.outcomes = outcomes
        self.sinceMilliseconds = sinceMilliseconds
    }

    /// Whether every row is listed.
    package var takesAll: Bool { outcomes == nil && sinceMilliseconds == nil }

    /// Whether a row is listed.
    package func takes(_ entry: ReportEntry) -> Bool {
        guard outcomes?.contains(entry.outcome) ?? true else { return false }
        guard let sinceMilliseconds else { return true }
        return entry.trace.finishedAtMilliseconds.map { $0 >= sinceMilliseconds } ?? false
    }

    /// Says that a report lists a part of the rows, and which; nil when it lists all.
    package func note(listed: Int, of total: Int) -> String? {
        guard !takesAll else { return nil }
        var conditions: [String] = []
        if let outcomes {
            conditions.append(Outcome.allCases.filter(outcomes.contains).map(\.words).joined(separator: ", "))
        }
        if let sinceMilliseconds { conditions.append("tried since \(RunFacts.moment(sinceMilliseconds))") }
        return "Only a part of the rows is listed (\(conditions.joined(separator: "; "))): "
            + "\(Numbers.grouped(listed)) of \(Numbers.grouped(total))."
    }
}
