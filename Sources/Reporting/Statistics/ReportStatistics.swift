import BatchModel

/// What all rows of a report come to, gathered one row at a time in memory that does not grow with them.
package struct ReportStatistics: Sendable, Equatable {
    /// How many rows ended in each outcome.
    package private(set) var tally = BatchTally()
    /// The error keys of rows that were not sent.
    package private(set) var errorKeys = ErrorKeyRanking()
    /// How long the last attempt of each row took that the site answered.
    package private(set) var latency = LatencyHistogram()
    /// When tried rows got their result.
    package private(set) var timeline = SendTimeline()
    /// Attempts of all rows, over all runs.
    package private(set) var attempts = 0
    /// When the last result came, in milliseconds since 1970 (UTC); nil when there was none.
    package private(set) var lastFinishedAtMilliseconds: Int64?
    /// When the first result came that is any row's last.
    package private(set) var firstFinishedAtMilliseconds: Int64?

    /// The first rows that may have arrived.
    package private(set) var unknownRows: [Int] = []

    private static let unknownRowLimit = 10

    /// Starts empty.
    package init() {}

    /// Counts a row.
    package mutating func add(_ entry: ReportEntry) {
        tally.count(entry.outcome)
        attempts += entry.trace.attempts
        if entry.outcome == .unknown, unknownRows.count < Self.unknownRowLimit { unknownRows.append(entry.row) }
        // The wait for an answer that never came measures the time limit.
        if entry.trace.httpStatus != nil, let duration = entry.trace.durationMilliseconds { latency.record(duration) }
        if let finished = entry.trace.finishedAtMilliseconds {
            timeline.add(entry.outcome, at: finished)
            lastFinishedAtMilliseconds = max(finished, lastFinishedAtMilliseconds ?? finished)
            firstFinishedAtMilliseconds = min(finished, firstFinishedAtMilliseconds ?? finished)
        }
        if entry.outcome != .sent, let key = entry.trace.errorKey {
            errorKeys.add(key, entry.outcome, message: entry.trace.errorMessage)
        }
    }
}
