import BatchModel
import Reporting
import Synchronization

/// Collects what would be in a report.
final class CollectedReport: ReportWriter {
    private let state = Mutex<(rows: [ReportEntry], originals: [OriginalRow], isFinished: Bool)>(([], [], false))

    var rows: [ReportEntry] { state.withLock { $0.rows } }
    var originals: [OriginalRow] { state.withLock { $0.originals } }
    var isFinished: Bool { state.withLock { $0.isFinished } }

    func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) {
        let original = original()
        state.withLock {
            $0.rows.append(entry)
            $0.originals.append(original)
        }
    }

    func finish(_ statistics: ReportStatistics) { state.withLock { $0.isFinished = true } }
}
