import BatchModel
import Files
import Manifests
import Reporting

/// What a run came to.
package struct RunSummary: Sendable {
    /// All rows of the manifest, all runs together.
    package var tally = BatchTally()
    /// The rows selected for this run.
    package var selected = BatchTally()
    /// What suppression lists come to in the whole manifest.
    package var exclusion = Exclusion()
    /// Why the run ended before its last row; nil when it did not.
    package var stop: StopReason?
    /// Attempts of this run, retries included.
    package var tried = 0
    /// From the first claim to the last result, waits included.
    package var duration: Duration = .zero
    /// Error keys, latency and times over all rows and runs.
    package var statistics = ReportStatistics()
    /// What was worth knowing before the first message left.
    package var notices: [RunNotice] = []
    /// Where the reports are.
    package var reports: [String] = []
    /// Whether the reports name nobody because the manifest changed meanwhile.
    package var reportsLackNames = false
    /// Why a report could not be written; the ledger has every result all the same.
    package var reportFault: FileFault?
    /// Whether the ledger failed, so that it may not know every result.
    var ledgerHasFailed: Bool {
        if case .ledgerFailed = stop { true } else { !rescued.isEmpty }
    }
    /// Results the ledger could not take.
    package var rescued: [AttemptRecord] = []
    /// When the last message of a batch that was already complete was sent, in milliseconds since 1970 (UTC).
    package var completedEarlierAtMilliseconds: Int64?
    /// Entries a dead run had left claimed, now unknown.
    package var recovered = 0
}
