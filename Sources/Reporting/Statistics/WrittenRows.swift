import BatchModel

/// The rows a writer was given, held against the statistics it is finished with: counts in a report always add up.
struct WrittenRows {
    private(set) var tally = BatchTally()

    mutating func count(_ entry: ReportEntry) { tally.count(entry.outcome) }

    /// - Throws: `FileFault` when the statistics were not made from these rows.
    func check(_ statistics: ReportStatistics, only: Set<Outcome>?) throws(FileFault) {
        for outcome in Outcome.allCases where only?.contains(outcome) ?? true {
            guard tally[outcome] == statistics.tally[outcome] else {
                throw FileFault(
                    path: "report",
                    reason: "\(tally[outcome]) rows \(outcome.rawValue) were written and "
                        + "\(statistics.tally[outcome]) counted; this is a fault of grupo-batch, nothing was put in place"
                )
            }
        }
    }
}
