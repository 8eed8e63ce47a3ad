import BatchModel
import Files

/// The rows a writer was given, held against the statistics it is finished with: counts in a report always add up.
struct WrittenRows {
    private(set) var tally = BatchTally()

    mutating func count(_ entry: ReportEntry) { tally.count(entry.outcome) }

    /// - Throws: `FileFault` when the statistics were not made from these rows.
    func check(_ statistics: ReportStatistics, _ filter: RowFilter) throws(FileFault) {
        for outcome in Outcome.allCases where filter.outcomes?.contains(outcome) ?? true {
            let (written, counted) = (tally[outcome], statistics.tally[outcome])
            guard written == counted || filter.sinceMilliseconds != nil && written < counted else {
                throw FileFault(
                    path: "report",
                    reason: "\(written) rows \(outcome.rawValue) were written and "
                        + "\(counted) counted; this is a fault of grupo-batch, nothing was put in place"
                )
            }
        }
    }
}
