import BatchModel
import GrupoAPI
import LedgerStore
import Text

/// Decides, from what has happened so far, how many rows may be claimed now and what to wait for otherwise.
///
/// Pure: it performs nothing and reads no clock; instants are the time elapsed since the run began, `wall` is the time of day
/// in milliseconds since 1970 (UTC).
struct DispatchPolicy {
    /// What the run should do next.
    enum Action: Equatable {
        /// Claim so many rows: `retries` that are due, then fresh ones up to `total`.
        case claim(total: Int)
        /// Wait for an event, or for this instant.
        case wait(until: Duration?, WaitReason?)
        /// Open a connection to see whether the site is back.
        case probe
        /// End the run when nothing is in flight any more.
        case stop(StopReason)
    }

    /// What follows from a result.
    struct Verdict: Equatable {
        /// When the row is tried again, if it is.
        var retryAt: Duration?
        /// Why the run must stop.
        var stop: StopReason?
        /// How the window changes.
        var move: ConcurrencyController.Move?
    }

    private let settings: DeliverySettings
    private(set) var judge: RunJudge
    private var breaker: CircuitBreaker
    private var controller: ConcurrencyController?
    /// What gives attempts their places in time; nil without a rate, and where several senders share one.
    private let pacer: SharedPacer?
    /// What sends wait for before they leave; nil without a rate.
    let places: (any SlotWaiting)?
    /// The others who send the same run; nil where there can be none.
    var fleet: FleetView?
    private var budget = RetryBudget()
    var calendar: SendingCalendar
    private var lastStart: Duration?
    private var longestAnswer: Duration = .zero
    private var closedUntil: Duration = .zero
    private var closedFor = WaitReason.retryAfter
    /// Until when the site asked everybody to wait; nil when it never did.
    private var askedUntil: Duration?
    /// Whether there is something that must be on disk before this process may die.
    private(set) var mustKeep = false

    init(_ settings: DeliverySettings) {
        self.settings = settings
        judge = RunJudge(
            rules: settings.rules, successBefore: settings.successBefore, history: settings.refusals,
            earlier: settings.earlierRefusals)
        askedUntil = settings.closedFor
        closedUntil = settings.closedFor ?? .zero
        calendar = settings.calendar
        breaker = CircuitBreaker(giveUpAfter: settings.giveUpAfter)
        controller = settings.adaptsConcurrency ? ConcurrencyController(cap: settings.concurrency) : nil
        let pace = settings.rate.map { Pacer(rate: $0, earliest: settings.earliestStart) }
        if let (news, pause) = settings.fleet {
            pacer = nil
            places = pace.map(SharedSlots.init)
            fleet = FleetView(news, spacing: pace?.spacing, pause: pause, at: .zero)
        } else {
            pacer = pace.map { SharedPacer($0) }
            places = pacer
        }
    }

    /// The most sends in flight now.
    var windowSize: Int { judge.windowIsOpen && !breaker.isOnTrial ? controller?.limit ?? settings.concurrency : 1 }

    /// Whether there is a daily quota.
    var countsDays: Bool { calendar.perDay != nil }

    /// Whether the site has not yet given one well-formed reply.
    var awaitsLead: Bool { !judge.hasWellFormedReply }

    /// What to do with free places in the window and so many retries due.
    mutating func action(at now: Duration, wall: Int64, inFlight: Int, lookahead: Duration) -> Action {
        switch breaker.action(at: now) {
        case .none: break
        case .probe: return .probe
        case .wait(let instant): return .wait(until: instant, .siteDown)
        case .giveUp(let span): return .stop(.siteDown(after: span))
        }
        var free = windowSize - inFlight
        guard free > 0 else { return .wait(until: nil, nil) }
        if let hold = fleet?.hold(at: now, lookahead: lookahead) { return .wait(until: hold.until, hold.reason) }
        switch calendar.opening(at: wall) {
        case .closed(let until, let reason): return .wait(until: now + .milliseconds(until - wall), reason)
        case .open(let places): free = min(free, places ?? free)
        }
        if closedUntil > now {
            let rest = closedUntil - now
            // An earlier run was told of a wait that is longer than this user allows.
            guard closedFor != .retryAfter || rest <= settings.giveUpAfter else {
                return .stop(.retryAfter(rest.wholeSeconds))
            }
            return .wait(until: closedUntil, closedFor)
        }
        guard let pacer else { return .claim(total: free) }
        let slots = pacer.slots(at: now, until: now + lookahead, limit: free)
        return slots > 0 ? .claim(total: slots) : .wait(until: pacer.next(at: now) - lookahead, .rate)
    }

    /// Gives an attempt a slot, be it another one for one that was missed, and counts it for the day it will leave on.
    mutating func takeSlot(at now: Duration, wall: Int64) -> Duration {
        if let slot = fleet?.takeSlot(at: now) { return slot }
        calendar.count(at: wall)
        let slot = pacer?.reserve(at: now) ?? now
        lastStart = slot
        return slot
    }

    /// Whether a row that was claimed a while ago may still leave.
    mutating func mayLeave(at now: Duration, wall: Int64) -> Bool {
        guard case .open = calendar.opening(at: wall) else { return false }
        return closedUntil <= now && !breaker.isOpen
    }

    /// Takes note that the process stood still, so that nothing that happened meanwhile was seen.
    mutating func stoodStill(for pause: Duration) { breaker.stoodStill(for: pause) }

    /// What the user's clock will show after a while.
    func clockText(in span: Duration, wall: Int64) -> String {
        calendar.clock.text(wall + span.milliseconds, at: wall)
    }

    /// How many retries may start now.
    mutating func retriesAllowed(at now: Duration) -> Int { budget.available(at: now) }

    /// Takes note that an attempt starts, the last of so many in flight, and returns its place and the instant it may leave.
    mutating func start(
        at now: Duration, wall: Int64, isRetry: Bool, inFlight: Int
    ) -> (place: AttemptPlace, slot: Duration) {
        budget.recordStart(at: now, isRetry: isRetry)
        controller?.started(inFlight: inFlight)
        return (judge.begin(), takeSlot(at: now, wall: wall))
    }

    /// What the next run has to know, nil when it need not know anything.
    func pacing(at now: Duration, wall: Int64) -> PacingRecord? {
        var record = PacingRecord()
        if settings.keepsPacing, let lastStart {
            record.lastStart = wall + ((pacer?.lastSlot ?? lastStart) - now).milliseconds
            calendar.keep(in: &record)
        }
        if let askedUntil {
            record.closure = askedUntil > now ? SiteClosure(for: askedUntil - now, at: wall) : nil
            record.isClosureOver = record.closure == nil
        }
        if judge.history != settings.refusals { record.refusals = judge.history }
        return record == PacingRecord() ? nil : record
    }

    /// Takes note that what must be kept is on disk.
    mutating func wasKept() { mustKeep = false }

    /// Takes note of a probe.
    mutating func probed(reachable: Bool, at now: Duration) { breaker.probed(reachable: reachable, at: now) }

    /// Takes note of a result.
    ///
    /// - Parameters:
    ///   - attempt: the row's attempts in this run, this one included.
    ///   - place: what `start` gave the attempt; nil for one that began when all results before it were known.
    ///   - jitter: draws a number from 0 to 1 when one is needed.
    mutating func finished(
        _ result: AttemptResult, attempt: Int, place: AttemptPlace? = nil, at now: Duration, jitter: () -> Double
    ) -> Verdict {
        let willMend = controller?.willMend(result) ?? false
        let move = controller?.finished(result, at: now)
        let wait = isRetryable(result) ? settings.retry.wait(beforeRetry: attempt, jitter: jitter()) : nil
        if result.httpStatus != nil { longestAnswer = max(longestAnswer, result.duration) }
        // A site that takes connections and drops every request is not back yet.
        if result.verdict == .sent || result.verdict == .rejected || result.httpStatus == 429 {
            breaker.gotThrough()
        } else if result.siteFault == .unreachable, judge.hasSucceeded {
            breaker.connectionFailed(at: now)
        }
        var judged = result
        if willMend { judged.siteFault = nil }
        let stoppedBy = judge.history.stoppedBy
        var stop = judge.observe(judged, isFinal: wait == nil, place: place)
        if judge.history.stoppedBy != stoppedBy { mustKeep = true }
        observe(result, isFinal: wait == nil, wait: wait)
        if let span = result.retryAfter {
            if span > settings.giveUpAfter { stop = stop ?? .retryAfter(span) }
            if now + span > askedUntil ?? now {
                askedUntil = now + span
                mustKeep = true
            }
            close(until: now + span, .retryAfter)
        } else if let wait, result.httpStatus == 429 || result.httpStatus == 503 {
            close(until: now + wait, .backoff)
        }
        return Verdict(retryAt: wait.map { now + max($0, doubtTime(of: result)) }, stop: stop, move: move)
    }

    /// Takes note of a result for the others who send the same run.
    private mutating func observe(_ result: AttemptResult, isFinal: Bool, wait: Duration?) {
        guard fleet != nil else { return }
        fleet?.observe(
            result, isFinal: isFinal, isOfRecipient: judge.concernsRecipient(result),
            counts: judge.countsRefusal(result.errorKey ?? ""))
        if judge.windowIsOpen { fleet?.open() }
        if let span = result.retryAfter ?? (result.httpStatus == 429 ? wait : nil) { fleet?.close(for: span) }
    }

    /// How long a row is not tried again because its answer may turn out to be another's.
    private func doubtTime(of result: AttemptResult) -> Duration {
        result.httpStatus == nil ? .zero : UnaskedReply.doubtTime(afterLongest: longestAnswer) + .milliseconds(100)
    }

    mutating func close(until instant: Duration, _ reason: WaitReason) {
        guard instant > closedUntil else { return }
        closedUntil = instant
        closedFor = reason
    }

    private func isRetryable(_ result: AttemptResult) -> Bool {
        switch result.verdict {
        case .notSent: true
        case .rejected: settings.temporaryErrorKeys.contains(result.errorKey ?? "")
        case .sent, .notSentSameAgain, .unknown: false
        }
    }
}
