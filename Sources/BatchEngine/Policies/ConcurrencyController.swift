import BatchModel
import GrupoAPI
import Text

/// Finds how many sends a site takes at once: one more while all is well, fewer as soon as it struggles.
///
/// Pure. It begins at one. A window of answers that kept every place busy adds one; 429, 503, a time-out, and answers that
/// take more than twice as long as the best multiply by 0.7. The limit at which a site struggled is tried again only after
/// `trialPause` answers, so that the search itself costs fewer than one row in a hundred.
package struct ConcurrencyController: Sendable {
    /// A new limit, and why.
    package struct Move: Sendable, Hashable {
        /// What the limit was.
        package var from: Int
        /// What it is now.
        package var to: Int
        /// Why it moved.
        package var cause: Cause
    }

    /// Why the limit moved.
    package enum Cause: Sendable, Hashable {
        /// Every place was busy and the site kept up.
        case keepsUp
        /// The site answered with this status: 429, 503 or 504.
        case status(Int)
        /// A send took longer than the time allowed.
        case timeout
        /// Answers took this many times as long as the best.
        case slow(Double)
    }

    private static let smallestWindow = 8
    private static let decrease = 0.7
    private static let tolerance = 2.0
    private static let trialPause = 200
    /// How many windows at one limit make a latency worth remembering as the best: one may be lucky.
    private static let windowsForBest = 3

    /// The most sends in flight now.
    package private(set) var limit = 1
    private let cap: Int
    private var best: Double?
    private var smoothed: Double?
    private var windows = 0
    private var wasFull = false
    private var answers = 0
    private var seconds = 0.0
    private var sinceDecrease = 0
    private var decreasedAt: Duration = .zero
    private var struggledAt: Int?

    /// Starts at one and never goes above `cap`.
    package init(cap: Int) { self.cap = cap }

    /// Takes note that so many sends are in flight after another one started.
    package mutating func started(inFlight: Int) { wasFull = wasFull || inFlight >= limit }

    /// Whether a result only says that too much was in flight, which sending less at a time will mend.
    package func willMend(_ result: AttemptResult) -> Bool { limit > 1 && Self.overload(result) != nil }

    /// Takes note of a result; returns the move it causes, if any.
    package mutating func finished(_ result: AttemptResult, at now: Duration) -> Move? {
        // What left before the last decrease tells of the load before it.
        guard now - result.duration >= decreasedAt else { return nil }
        if let cause = Self.overload(result) { return fall(cause, at: now) }
        guard result.verdict == .sent || result.verdict == .rejected else { return nil }
        answers += 1
        sinceDecrease += 1
        seconds += result.duration.secondsValue
        return answers >= max(limit, Self.smallestWindow) ? judgeWindow(at: now) : nil
    }

    private static func overload(_ result: AttemptResult) -> Cause? {
        switch (result.httpStatus, result.errorKey) {
        case (429?, _), (503?, _), (504?, _): result.httpStatus.map(Cause.status)
        case (_, ClientErrorKey.timeout.rawValue), (_, ClientErrorKey.connectTimeout.rawValue): .timeout
        default: nil
        }
    }

    private mutating func judgeWindow(at now: Duration) -> Move? {
        let mean = seconds / Double(answers)
        let latency = smoothed.map { ($0 + mean) / 2 } ?? mean
        let keptBusy = wasFull
        beginWindow()
        smoothed = latency
        windows += 1
        if limit == 1 {
            // With one send in flight nothing of the latency is queueing, however slow the site has become.
            best = latency
        } else if windows >= Self.windowsForBest {
            best = min(best ?? latency, latency)
        }
        if let best, latency > Self.tolerance * best { return fall(.slow(latency / best), at: now) }
        if struggledAt.map({ limit >= $0 }) ?? false { struggledAt = nil }
        let mayTry = limit + 1 != struggledAt || sinceDecrease >= Self.trialPause
        guard keptBusy, mayTry, limit < cap else { return nil }
        limit += 1
        return Move(from: limit - 1, to: limit, cause: .keepsUp)
    }

    private mutating func fall(_ cause: Cause, at now: Duration) -> Move? {
        struggledAt = limit > 1 ? limit : nil
        decreasedAt = now
        sinceDecrease = 0
        smoothed = nil
        windows = 0
        beginWindow()
        guard limit > 1 else { return nil }
        let old = limit
        limit = max(1, Int(Double(limit) * Self.decrease))
        return Move(from: old, to: limit, cause: cause)
    }

    private mutating func beginWindow() {
        wasFull = false
        answers = 0
        seconds = 0
    }
}
