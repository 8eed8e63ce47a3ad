import BatchEngine
import BatchModel
import GrupoAPI

/// What the progress line shows, kept up to date by the run's events. Pure: it reads no clock and prints nothing.
struct ProgressState {
    /// Rows this run sets out to send.
    let total: Int
    private(set) var sent = 0
    private(set) var refused = 0
    private(set) var notSent = 0
    private(set) var unknown = 0
    private(set) var inFlight = 0
    private(set) var windowSize = 1
    private(set) var lastMove: ConcurrencyController.Move?
    private(set) var waiting: (reason: WaitReason, until: Duration, clock: String)?
    private(set) var isStopping = false

    init(total: Int) { self.total = total }

    /// Rows that are done with in this run.
    var done: Int { sent + refused + notSent + unknown }

    /// Takes note of an event at an instant counted from the start of the run.
    mutating func take(_ event: RunEvent, at now: Duration) {
        switch event {
        case .settled(_, let result, _, let willRetry):
            inFlight = max(0, inFlight - 1)
            if !willRetry { count(result) }
        case .waiting(let reason, let span, let clock): waiting = (reason, now + span, clock)
        case .resumed: waiting = nil
        case .inFlight(let count, let limit):
            (inFlight, windowSize) = (count, limit)
            waiting = nil
        case .windowMoved(let move): (windowSize, lastMove) = (move.to, move)
        case .notice: break
        case .stopping: isStopping = true
        }
    }

    private mutating func count(_ result: AttemptResult) {
        switch result.outcome {
        case .sent: sent += 1
        case .rejected: refused += 1
        case .unknown: unknown += 1
        default: notSent += 1
        }
    }

    /// The state in one line of at most `width` characters.
    func line(at now: Duration, width: Int, bar: Bool) -> String {
        let share = total == 0 ? 1 : Double(done) / Double(total)
        var parts: [String] = []
        if bar {
            let filled = Int(share * 20)
            parts.append("[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled) + "]")
        }
        parts.append("\(Numbers.grouped(done))/\(Numbers.grouped(total))")
        parts.append("\(Numbers.grouped(sent)) sent")
        if refused > 0 { parts.append("\(Numbers.grouped(refused)) refused") }
        if notSent > 0 { parts.append("\(Numbers.grouped(notSent)) not sent") }
        if unknown > 0 { parts.append("\(Numbers.grouped(unknown)) unknown") }
        parts.append("\(inFlight)/\(windowSize) in flight" + (lastMove.map { " (\($0.text))" } ?? ""))
        let rate = now > .zero ? Double(done) / now.secondsValue : 0
        if done > 0 { parts.append("\(Self.shortRate(rate))/s") }
        parts.append(outlook(at: now, rate: rate))
        return String(parts.filter { !$0.isEmpty }.joined(separator: "  ").prefix(width))
    }

    private static func shortRate(_ rate: Double) -> String {
        guard rate < 10 else { return Numbers.grouped(Int(rate)) }
        let tenths = Int(rate * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func outlook(at now: Duration, rate: Double) -> String {
        if isStopping { return "stopping, waiting for \(inFlight) in flight" }
        if let waiting, waiting.until > now {
            return EventText.waiting(waiting.reason, for: waiting.until - now, until: waiting.clock)
        }
        guard rate > 0, done < total else { return "" }
        return "ETA \(Duration.seconds(Double(total - done) / rate).shortText)"
    }
}

extension ConcurrencyController.Move {
    /// Why the window is what it is.
    fileprivate var text: String {
        switch cause {
        case .keepsUp: "up from \(from): keeps up"
        case .status(let status): "down from \(from): HTTP \(status)"
        case .timeout: "down from \(from): time-out"
        case .slow(let factor): "down from \(from): \(Int(factor * 10) / 10).\(Int(factor * 10) % 10) times as slow"
        }
    }
}
