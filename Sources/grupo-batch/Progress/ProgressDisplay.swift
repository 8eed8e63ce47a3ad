import BatchEngine
import Dispatch
import Foundation
import Glibc
import Manifests
import Synchronization
import Text

/// Shows on standard error what a command is doing and how far it is: a block redrawn at most ten times a second on a
/// terminal, a plain line every thirty seconds elsewhere, and a plain line at once on SIGUSR1.
final class ProgressDisplay: Sendable {
    /// When to show it.
    enum Choice: String, CaseIterable, Sendable {
        case auto, always, never
    }

    private struct State {
        var progress = ProgressState.idle("Starting.")
        /// How sending stood when something else began; nil before.
        var sent: SendingProgress?
        var schedule: ProgressSchedule
        var hasEnded = false
    }

    private let state: Mutex<State>
    private let mode: ProgressSchedule.Mode
    private let look: ProgressLook
    private let began = ContinuousClock.now
    private let thread = DispatchQueue(label: "progress", qos: .userInitiated)
    private let sources = Mutex<[any DispatchSourceProtocol]>([])

    /// Begins to show what it is told.
    convenience init(_ output: OutputArguments) {
        self.init(output.progress, quiet: output.quiet, style: output.errorStyle)
    }

    /// Begins to show what it is told.
    init(_ choice: Choice, quiet: Bool, style: Style) {
        let environment = ProcessInfo.processInfo.environment
        mode = ProgressSchedule.mode(
            choice, quiet: quiet, isTerminal: Console.errorIsTerminal, term: environment["TERM"])
        look = ProgressLook(style: style, environment: environment)
        state = Mutex(State(schedule: ProgressSchedule(mode)))
        sources.withLock { $0 = makeSources() }
    }

    deinit { finish() }

    /// Work on rows begins.
    func begin(_ work: WorkProgress) {
        change(to: .working(work))
        // A plain display looks once a second, which is late for long work that begins after the first look.
        thread.async { [weak self] in self?.tick() }
    }

    /// The check of the manifest has come so far.
    func take(_ check: CheckProgress) { update(rows: check.rows, share: check.share) }

    /// The work on rows has come so far.
    func update(rows: Int, share: Double?) {
        let now = elapsed
        state.withLock { state in
            guard case .working(var work) = state.progress else { return }
            work.take(rows: rows, share: share, at: now)
            state.progress = .working(work)
        }
    }

    /// So many of the rows are in the report.
    func report(rows: Int, of total: Int) {
        let isNew = state.withLock { state in
            if case .working = state.progress { false } else { true }
        }
        if isNew { begin(.reporting(rows: total)) }
        update(rows: rows, share: nil)
    }

    /// Sending begins.
    func beginSending(_ total: Int) {
        change(to: .sending(SendingProgress(total: total, at: elapsed)))
    }

    /// Takes note of an event of the run; what the user must know at once scrolls above the block.
    func take(_ event: RunEvent) {
        let now = elapsed
        let reasonBefore = state.withLock { state -> WaitReason? in
            guard case .sending(var sending) = state.progress else { return nil }
            let reason = sending.waiting?.reason
            sending.take(event, at: now)
            state.progress = .sending(sending)
            return reason
        }
        switch event {
        case .waiting(let reason, let span, let clock) where mode == .plain && reason != reasonBefore && reason.isLong:
            Console.note("Waiting: \(EventText.waiting(reason, for: span, until: clock)).")
        case .notice(let notice): Console.err(EventText.notice(notice))
        case .stopping(let reason): if let line = EventText.stopping(reason) { Console.err(line) }
        default: break
        }
    }

    /// The person is asked something, or nothing progresses for another reason: the block goes.
    func pause(_ what: String) { change(to: .idle(what)) }

    /// Shows nothing more and leaves nothing over.
    func finish() {
        change(to: .idle("Finishing."))
        state.withLock { $0.hasEnded = true }
        sources.withLock { sources in
            sources.forEach { $0.cancel() }
            sources = []
            if mode == .live { signal(SIGTSTP, SIG_DFL) }
        }
    }

    private var elapsed: Duration { began.duration(to: .now) }

    /// How sending stands, or stood when it ended, and whether it goes on, with the instant of this look; nil before it began.
    var sending: (progress: SendingProgress, goesOn: Bool, at: Duration)? {
        let now = elapsed
        return state.withLock { state in
            if case .sending(let sending) = state.progress { return (sending, true, now) }
            return state.sent.map { ($0, false, now) }
        }
    }

    /// What is being done now, in one plain line.
    var line: String { state.withLock { $0.progress }.line(at: elapsed) }

    private func change(to new: ProgressState) {
        let old = state.withLock { state -> ProgressState in
            defer { state.progress = new }
            if case .sending(let sending) = state.progress { state.sent = sending }
            return state.progress
        }
        if mode == .plain, case .sending = old { Console.err(old.line(at: elapsed)) }
        if mode == .live { Console.show([]) }
    }

    private func makeSources() -> [any DispatchSourceProtocol] {
        let status = SignalWatch.source(SIGUSR1, on: thread) { [weak self] in self?.showStatus() }
        guard mode != .silent else { return [status] }
        let timer = DispatchSource.makeTimerSource(queue: thread)
        let tick = ProgressSchedule(mode).tick
        timer.schedule(
            deadline: .now() + ProgressSchedule.firstSign.secondsValue, repeating: tick.secondsValue,
            leeway: .milliseconds(1))
        timer.setEventHandler { [weak self] in self?.tick() }
        timer.resume()
        let resized = SignalWatch.source(SIGWINCH, on: thread) { [weak self] in self?.tick() }
        guard mode == .live else { return [status, timer, resized] }
        return [status, timer, resized, SignalWatch.source(SIGTSTP, on: thread) { Self.suspend() }]
    }

    /// Ctrl-Z: leaves the terminal's lines to the shell, and stands still until the process is told to go on.
    private static func suspend() {
        Console.show([])
        Console.flush()
        kill(getpid(), SIGSTOP)
    }

    private func showStatus() { Console.err(state.withLock { $0.progress }.line(at: elapsed)) }

    /// Shows the state if it is time.
    private func tick() {
        let now = elapsed
        state.withLock { state in
            guard !state.hasEnded, state.schedule.isDue(at: now, isLong: state.progress.isLong) else { return }
            switch (mode, state.progress) {
            case (.live, let progress):
                let size = SystemCalls.terminalSize(STDERR_FILENO) ?? (80, 24)
                let lines = progress.block(at: now, width: size.columns - 1, look: look)
                Console.show(Array(lines.prefix(max(1, size.rows - 1))))
            case (_, .idle): break
            case (_, let progress): Console.note(progress.line(at: now))
            }
        }
    }
}

extension WaitReason {
    /// Whether the wait deserves a line of its own.
    var isLong: Bool {
        switch self {
        case .startTime, .window, .dailyQuota, .siteDown, .retryAfter, .others: true
        case .rate, .backoff: false
        }
    }
}
