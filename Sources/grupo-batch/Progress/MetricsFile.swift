import BatchEngine
import BatchModel
import Dispatch
import Files
import LedgerStore
import Synchronization

/// The file of `--metrics`: replaced whole every ten seconds while a run sends, and at its end.
final class MetricsFile: Sendable {
    private struct State {
        var metrics: RunMetrics
        /// Whether it was said that the file cannot be written.
        var hasFailed = false
    }

    private static let interval = 10

    private let path: String
    private let state: Mutex<State>
    private let ledger = Mutex<(any AttemptStore)?>(nil)
    private let timer: Mutex<(any DispatchSourceTimer)?> = Mutex(nil)
    private let began = ContinuousClock.now
    /// Held while the file is written: its last text must be the last.
    private let writing = Mutex(())

    /// Takes the file's place at once, before anything is sent.
    ///
    /// - Throws: `FileFault` when it cannot be written.
    init(_ path: String) throws(FileFault) {
        self.path = path
        state = Mutex(State(metrics: RunMetrics(BatchTally())))
        try write()
    }

    /// The run has opened its ledger.
    func open(_ ledger: any AttemptStore) { self.ledger.withLock { $0 = ledger } }

    /// Sending begins, with the plan's rows where they are.
    func begin(_ rows: BatchTally) {
        state.withLock { $0.metrics = RunMetrics(rows) }
        timer.withLock { timer in
            let source = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
            source.schedule(deadline: .now(), repeating: .seconds(Self.interval))
            source.setEventHandler { [weak self] in self?.tell() }
            source.resume()
            timer = source
        }
    }

    /// Takes note of what happens.
    func take(_ event: RunEvent) { state.withLock { $0.metrics.take(event) } }

    /// Writes the last numbers.
    func end() {
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
        // It is closed now, or will be.
        ledger.withLock { $0 = nil }
        state.withLock { $0.metrics.end() }
        tell()
    }

    /// Writes the file; what fails is said once, because messages are on their way.
    private func tell() {
        do throws(FileFault) {
            try write()
        } catch {
            let isFirst = state.withLock { state in
                defer { state.hasFailed = true }
                return !state.hasFailed
            }
            if isFirst {
                Console.err("The metrics are not up to date: \(DisplayText.oneLine(error.description, limit: 1_000)).")
            }
        }
    }

    private func write() throws(FileFault) {
        try writing.withLock { _ throws(FileFault) in
            let left = ledger.withLock { $0 }?.leaseLeft
            let now = ContinuousClock.now - began
            let text = state.withLock { $0.metrics.text(at: now, leaseLeft: left) }
            let file = try AtomicFile(path: path)
            try file.write(text)
            try file.commit()
        }
    }
}
