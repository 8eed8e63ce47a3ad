import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import Reporting
import Text

/// Shows how a batch stands while another process sends it: a block that is drawn anew each second on a terminal, elsewhere a line
/// at each change.
struct StatusWatch {
    private static let interval: TimeInterval = 1
    /// How often a signal is looked for.
    private static let look: TimeInterval = 0.1

    let json: Bool
    let style: Style

    /// Follows the batch until nobody sends it any more; returns how it stands then.
    ///
    /// A signal ends it with that signal's exit code, and leaves the last state on the terminal.
    func follow(_ status: () throws -> BatchStatus) throws -> BatchStatus {
        let stop = StopSignal()
        let watch = SignalWatch(stop) { _, _ in }
        defer { withExtendedLifetime(watch) {} }
        let isLive = !json && Console.outputIsTerminal && Console.errorIsTerminal
        let began = ContinuousClock.now
        var meter = RateMeter()
        var shown: BatchStatus?
        while true {
            let asked = began.duration(to: .now)
            let current = try status()
            let now = began.duration(to: .now)
            meter.note(current.done, at: now)
            guard current.running, stop.level == .none else {
                if isLive { Console.show([]) }
                guard stop.level > .none else { return current }
                if isLive { current.lines(style).forEach { Console.out($0) } }
                throw ExitCode(ExitStatus(signal: stop.signal).rawValue)
            }
            if isLive {
                Console.show(block(current, meter, at: now))
            } else if current != shown {
                Console.out(json ? JSONText.of(current) : current.words(style))
                shown = current
            }
            // Counting the rows of a long list takes a while, which must not be most of the time.
            wait(max(Self.interval, (now - asked).secondsValue * 5), stop)
        }
    }

    private func wait(_ span: TimeInterval, _ stop: StopSignal) {
        let end = Date(timeIntervalSinceNow: span)
        while stop.level == .none, Date.now < end { Thread.sleep(forTimeInterval: Self.look) }
    }

    private func block(_ status: BatchStatus, _ meter: RateMeter, at now: Duration) -> [String] {
        let width = (SystemCalls.terminalSize(STDERR_FILENO) ?? (80, 24)).columns - 1
        var lines = status.lines(Style(.never, isTerminal: false))
        if let rate = meter.perSecond(status.done, at: now) {
            let left = meter.timeLeft(status.left, done: status.done, at: now).map { ", about \($0.text) left" } ?? ""
            lines.append("  pace     \(RateMeter.text(rate))\(left)")
        }
        return lines.map { DisplayWidth.cut($0, to: width) }
    }
}
