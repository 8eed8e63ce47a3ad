import BatchEngine
import Dispatch
import Logging
import Synchronization
import Text

/// Tells what a run does, through swift-log: lines for people with `-v`, JSON lines with `--log-file`.
///
/// Whoever tells it something only leaves it here; words are made and written on a thread of its own.
final class RunLog: Sendable {
    /// Events that may wait; many seconds of the fastest run.
    private static let limit = 100_000

    private enum Item: Sendable {
        case event(RunEvent)
        case entry(LogEntry)
    }

    private struct State {
        var items: [(at: Int64, item: Item)] = []
        var lost = 0
        var isScheduled = false
    }

    private let verbose: Logger?
    private let recorder: Logger?
    private let file: LogFile?
    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "log", qos: .utility)

    /// Opens the log file, if there is one.
    ///
    /// - Throws: `Failure` with status 73.
    init(_ output: OutputArguments) throws {
        let level: Logger.Level = output.verbose > 1 ? .debug : .info
        verbose = output.verbose > 0 ? Logger(label: "grupo-batch") { _ in VerboseLines(level) } : nil
        file = try output.logFile.map { try LogFile(path: $0) }
        recorder = file.map { file in Logger(label: "grupo-batch") { _ in JSONLines(file) } }
    }

    /// Takes note of what happened while sending. Safe from any thread; never waits for anything.
    func take(_ event: RunEvent) { add(.event(event)) }

    /// Takes note of what else happened.
    func add(_ entry: LogEntry) { add(.entry(entry)) }

    /// Returns when everything was told.
    func flush() { thread.sync { drain() } }

    private func add(_ item: Item) {
        guard verbose != nil || recorder != nil else { return }
        let at = WallClock.milliseconds
        let isIdle = state.withLock { state in
            guard state.items.count < Self.limit else {
                state.lost += 1
                return false
            }
            state.items.append((at, item))
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if isIdle { thread.async { self.drain() } }
    }

    private func drain() {
        while true {
            let (items, lost) = state.withLock { state in
                defer { (state.items, state.lost) = ([], 0) }
                state.isScheduled = !state.items.isEmpty
                return (state.items, state.lost)
            }
            guard !items.isEmpty else { return }
            for (at, item) in items { tell(item, at) }
            if lost > 0 { file?.add(JSONLines.gap(lost)) }
            file?.commit()
        }
    }

    private func tell(_ item: Item, _ at: Int64) {
        let entry: LogEntry
        switch item {
        case .entry(let given): entry = given
        case .event(let event):
            guard let made = LogEntry(event) else { return }
            entry = made
        }
        if let verbose, let text = entry.text { verbose.log(level: entry.level, "\(text)") }
        recorder?.log(
            level: entry.level, "\(entry.name)",
            metadata: entry.fields.merging([JSONLines.time: .stringConvertible(at)]) { $1 })
    }
}

extension RunLog {
    /// Runs a command's work; its failure is logged, and everything is told when it ends.
    func keeping<Value>(_ work: () async throws -> Value) async throws -> Value {
        defer { flush() }
        do {
            return try await work()
        } catch {
            add(failure: error)
            throw error
        }
    }

    /// The same for work that does not wait.
    func keeping<Value>(_ work: () throws -> Value) throws -> Value {
        defer { flush() }
        do {
            return try work()
        } catch {
            add(failure: error)
            throw error
        }
    }

    private func add(failure error: any Error) {
        switch error {
        case let failure as Failure: add(.failed(failure))
        case let fault as RunFault: add(.failed(Failure(fault)))
        default: break
        }
    }
}
