import BatchEngine
import BatchModel
import GrupoAPI
import Text

/// How far a run's sending has come, kept up to date by its events. Pure: instants are given.
struct SendingProgress {
    /// Rows this run sets out to send.
    let total: Int
    private(set) var sent = 0
    private(set) var rejected = 0
    private(set) var notSent = 0
    private(set) var unknown = 0
    private var toRetry = 0
    private var inFlight = 0
    private var windowSize = 1
    /// How many are at work at once while enough is left.
    private var together = 1
    private var lastMove: ConcurrencyController.Move?
    private(set) var waiting: (reason: WaitReason, until: Duration, clock: String)?
    private(set) var isStopping = false
    private(set) var isPaused = false
    /// How many send the same run, where several can; nil where it is one.
    private(set) var senders: Int?
    /// What went wrong last, the latest first.
    private(set) var problems: [String] = []
    private var meter = RateMeter()

    private static let problemsKept = 8

    /// Begins at an instant.
    init(total: Int, at now: Duration) {
        self.total = total
        meter.note(0, at: now)
    }

    /// Rows that are done with in this run.
    var done: Int { sent + rejected + notSent + unknown }

    /// Takes note of an event.
    mutating func take(_ event: RunEvent, at now: Duration) {
        switch event {
        case .settled(let row, let attempt, let result, _, let retryIn):
            inFlight = max(0, inFlight - 1)
            if attempt > 1 { toRetry = max(0, toRetry - 1) }
            if retryIn == nil { count(result) } else { toRetry += 1 }
            if result.outcome != .sent { note(EventText.result(row: row, result, retryIn: retryIn)) }
            meter.note(done, at: now)
        case .doubted(let row, let previous, let isRetry):
            take(back: previous, isRetry: isRetry)
            note(EventText.doubted(row: row))
        case .waiting(let reason, let span, let clock): waiting = (reason, now + span, clock)
        case .resumed: endWait(at: now)
        case .paused: isPaused = true
        case .wentOn:
            isPaused = false
            meter.restart(done, at: now)
        case .inFlight(let count, let limit):
            (inFlight, windowSize) = (count, limit)
            together = max(together, count)
            endWait(at: now)
        case .windowMoved(let move):
            (windowSize, lastMove) = (move.to, move)
            together = min(together, move.to)
        case .stopping: isStopping = true
        case .senders(let count): senders = count
        case .committed, .probed, .notice: break
        }
    }

    private mutating func note(_ problem: String) {
        if problems.count == Self.problemsKept { problems.removeLast() }
        problems.insert(problem, at: 0)
    }

    /// A long wait is no part of how fast the site answers.
    private mutating func endWait(at now: Duration) {
        if let waiting, waiting.reason.isLong { meter.restart(done, at: now) }
        waiting = nil
    }

    private mutating func take(back previous: Outcome, isRetry: Bool) {
        switch previous {
        case _ where isRetry: toRetry -= 1
        case .sent: sent -= 1
        case .rejected: rejected -= 1
        default: notSent -= 1
        }
        unknown += 1
    }

    private mutating func count(_ result: AttemptResult) {
        switch result.outcome {
        case .sent: sent += 1
        case .rejected: rejected += 1
        case .unknown: unknown += 1
        default: notSent += 1
        }
    }

    private var share: Double { total == 0 ? 1 : Double(done) / Double(total) }

    /// The live block: the bar and how long it takes, the counts, why it waits, what went wrong last.
    func block(at now: Duration, width: Int, look: ProgressLook) -> [String] {
        var head = StyledLine()
        head.add("\(Int(share * 100))%") { $0.bold }
        head.add("\(Numbers.grouped(done)) of \(Numbers.grouped(total))")
        for part in speed(at: now) { head.add(part) }
        var counts = StyledLine()
        for part in self.counts { counts.add(part.text, part.paint) }
        if let places { counts.add(places) { $0.dim } }
        var lines = [look.line(share, head, width: width), counts.text(look.style, width: width)]
        if let reason = reason(at: now) {
            lines.append(look.style.yellow(DisplayWidth.cut(reason, to: width)))
        } else if let lastMove {
            lines.append(look.style.dim(DisplayWidth.cut(EventText.move(lastMove), to: width)))
        }
        if let problem = problems.first {
            lines.append(look.style.dim(DisplayWidth.cut("last problem: \(problem)", to: width)))
        }
        return lines
    }

    /// The same on one plain line.
    func line(at now: Duration) -> String {
        var parts = counts.map(\.text)
        if let places { parts.append(places) }
        parts += speed(at: now)
        if let reason = reason(at: now) { parts.append(reason) }
        let head = "\(Numbers.grouped(done)) of \(Numbers.count(total, "row")) (\(Int(share * 100))%)"
        return "\(head): \(parts.joined(separator: ", "))."
    }

    private var counts: [StyledLine.Part] {
        var parts = [StyledLine.Part(text: "\(Numbers.grouped(sent)) sent", paint: { $0.green })]
        if rejected > 0 { parts.append(.init(text: "\(Numbers.grouped(rejected)) rejected", paint: { $0.red })) }
        if notSent > 0 { parts.append(.init(text: "\(Numbers.grouped(notSent)) not sent", paint: { $0.red })) }
        if unknown > 0 { parts.append(.init(text: "\(Numbers.grouped(unknown)) unknown", paint: { $0.yellow })) }
        if toRetry > 0 { parts.append(.init(text: "\(Numbers.grouped(toRetry)) waiting")) }
        return parts
    }

    /// How many sends are in flight, of how many that may be; nil when there is nothing left to send.
    var places: String? {
        guard done < total || inFlight > 0 else { return nil }
        let together = senders.map { $0 > 1 ? ", \($0) senders" : "" } ?? ""
        return "\(inFlight) of \(windowSize) in flight\(together)"
    }

    /// How fast it goes, then how long the rest takes, as far as that can be told.
    func speed(at now: Duration) -> [String] {
        guard let rate = meter.perSecond(done, at: now) else { return [] }
        var parts = [RateMeter.text(rate)]
        if waiting == nil, !isStopping, !isPaused,
            let left = meter.timeLeft(total - done, together: together, done: done, at: now)
        {
            parts.append("\(left.text) left")
        }
        return parts
    }

    /// Why nothing new leaves; nil while something does.
    func reason(at now: Duration) -> String? {
        if isStopping {
            return inFlight > 0 ? "stopping: \(Numbers.count(inFlight, "send")) in flight to finish" : "stopping"
        }
        if isPaused {
            return inFlight > 0 ? "paused: \(Numbers.count(inFlight, "send")) in flight to finish" : "paused"
        }
        guard let waiting, waiting.until > now else { return nil }
        return "waiting: \(EventText.waiting(waiting.reason, for: waiting.until - now, until: waiting.clock))"
    }
}
