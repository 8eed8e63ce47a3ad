import BatchEngine
import Glibc
import Synchronization

/// Shows a run's progress on standard error: one line redrawn ten times a second on a terminal, a plain line every thirty
/// seconds elsewhere.
final class ProgressDisplay: Sendable {
    /// When to show it.
    enum Choice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    private let state: Mutex<ProgressState>
    private let began = ContinuousClock.now
    private let isLive: Bool
    private let isShown: Bool
    private let verbose: Bool
    private let ticker = Mutex<Task<Void, Never>?>(nil)

    /// Prepares the display of a run over so many rows.
    init(total: Int, choice: Choice, quiet: Bool, verbose: Bool) {
        state = Mutex(ProgressState(total: total))
        isLive = Console.errorIsTerminal
        isShown = choice == .always || choice == .auto && !quiet
        self.verbose = verbose
    }

    /// Begins to draw.
    func start() {
        guard isShown else { return }
        let interval: Duration = isLive ? .milliseconds(100) : .seconds(30)
        ticker.withLock { ticker in
            ticker = Task { [weak self] in
                while (try? await Task.sleep(for: interval)) != nil { self?.draw() }
            }
        }
    }

    /// Takes note of an event; warnings and, with `-v`, single results scroll above the line.
    func take(_ event: RunEvent) {
        let reasonBefore = state.withLock { state in
            defer { state.take(event, at: elapsed) }
            return state.waiting?.reason
        }
        switch event {
        case .settled(let row, let result, _, let willRetry) where verbose:
            show(EventText.result(row: row, result, willRetry: willRetry))
        case .waiting(let reason, let span, let clock) where isShown && reason != reasonBefore && reason.isLong:
            show("Waiting: \(EventText.waiting(reason, for: span, until: clock)).")
        case .notice(let notice): show(EventText.notice(notice))
        case .stopping(let reason): show(EventText.stopping(reason))
        default: break
        }
    }

    /// Prints a line above the live one.
    func show(_ line: String) { Console.raw((isLive && isShown ? "\r\u{1B}[K" : "") + line + "\n", toError: true) }

    /// Stops drawing and leaves the terminal's line empty.
    func finish() {
        let task = ticker.withLock { ticker in
            defer { ticker = nil }
            return ticker
        }
        guard let task else { return }
        task.cancel()
        if isLive { Console.raw("\r\u{1B}[K", toError: true) }
    }

    private var elapsed: Duration { began.duration(to: .now) }

    private func draw() {
        let line = state.withLock { $0.line(at: elapsed, width: isLive ? Self.columns() - 1 : 400, bar: isLive) }
        Console.raw(isLive ? "\r\u{1B}[K" + line : line + "\n", toError: true)
    }

    private static func columns() -> Int {
        let columns = SystemCalls.columns(STDERR_FILENO) ?? 0
        return columns > 20 ? columns : 80
    }
}

extension WaitReason {
    /// Whether the wait deserves a line of its own.
    fileprivate var isLong: Bool {
        switch self {
        case .window, .dailyQuota, .siteDown, .retryAfter: true
        case .rate, .backoff: false
        }
    }
}
