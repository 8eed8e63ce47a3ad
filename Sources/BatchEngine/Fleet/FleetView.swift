import BatchModel
import GrupoAPI
import LedgerStore

/// What a sender knows of the others who send the same run, and what it has to tell them.
///
/// Pure: instants are the time elapsed since the run began.
struct FleetView: Sendable {
    /// How long after a commit in which nothing could be claimed the next is tried at the earliest.
    private static let rest: Duration = .milliseconds(5)

    /// The time between two attempts of all; nil without a rate.
    let spacing: Duration?
    /// How often to hear of the others while there is nothing to commit.
    let pause: Duration
    /// How far the run is.
    private(set) var phase: FleetNews.Phase
    /// When the rate allows the next attempt, as was heard last.
    private(set) var nextSlot: Duration = .zero
    /// How many others send the same.
    private(set) var others = 0
    private var heardAt: Duration
    private var restsUntil: Duration = .zero
    private var slots: [Duration] = []
    private var refusalsHeard = 0
    private var toTell = FleetTelling()

    /// Begins with what was heard a moment ago.
    init(_ news: FleetNews, spacing: Duration?, pause: Duration, at now: Duration) {
        self.spacing = spacing
        self.pause = pause
        phase = news.phase
        heardAt = now
        heard(news, claiming: 0, at: now)
    }

    /// Whether it is time to hear of the others.
    func isDue(at now: Duration) -> Bool { now - heardAt >= pause }

    /// Until when nothing may be claimed because of the others, and why; nil when something may.
    func hold(at now: Duration, lookahead: Duration) -> (until: Duration, reason: WaitReason)? {
        if phase == .lead(.others) { return (heardAt + pause, .others) }
        if restsUntil > now { return (restsUntil, .rate) }
        guard spacing != nil, nextSlot > now + lookahead else { return nil }
        return (nextSlot - lookahead, .rate)
    }

    /// Takes note of news that came with a commit which was to claim so many rows.
    mutating func heard(_ news: FleetNews, claiming count: Int, at now: Duration) {
        heardAt = now
        phase = news.phase
        others = news.others
        nextSlot = now + news.nextSlot
        refusalsHeard = news.refusals.count
        slots = news.slots.reversed().map { now + $0 }
        if count > 0, news.untried.count == count { restsUntil = now + Self.rest }
    }

    /// Whether so many attempts were given places in time.
    func hasSlots(for count: Int) -> Bool { spacing == nil || slots.count >= count }

    /// The place in time of the next attempt that was claimed.
    mutating func takeSlot(at now: Duration) -> Duration { slots.popLast() ?? now }

    // MARK: Telling

    /// Takes note of a result. `counts`: whether a refusal is one that may meet everybody.
    mutating func observe(_ result: AttemptResult, isFinal: Bool, isOfRecipient: Bool, counts: Bool) {
        if result.verdict == .sent {
            if refusalsHeard > 0 || toTell.refusals != nil { toTell.refusals = FleetTelling.Refusals() }
        } else if isFinal, !isOfRecipient, result.errorKey != ClientErrorKey.unaskedReply.rawValue {
            toTell.failed += 1
            if result.verdict == .rejected, counts { refused(result.errorKey ?? "", result.errorMessage) }
        }
    }

    private mutating func refused(_ key: String, _ message: String?) {
        var refusals = toTell.refusals ?? FleetTelling.Refusals()
        if refusals.key == key {
            refusals.count += 1
        } else {
            (refusals.key, refusals.count, refusals.isAnew) = (key, 1, toTell.refusals != nil)
        }
        refusals.message = message
        toTell.refusals = refusals
    }

    /// The site was seen to take messages: whoever goes ahead lets the others follow.
    mutating func open() {
        guard case .lead = phase else { return }
        toTell.opens = true
    }

    /// The site asked everybody to wait.
    mutating func close(for span: Duration) { toTell.closedFor = max(toTell.closedFor ?? .zero, span) }

    /// All must stop.
    mutating func stop(_ reason: StopReason) { toTell.stop = toTell.stop ?? reason.told }

    /// What there is to tell, once.
    mutating func telling(claims: Bool, day: Int?, lookahead: Duration? = nil) -> FleetTelling {
        defer { toTell = FleetTelling() }
        var telling = toTell
        (telling.day, telling.horizon) = (day, lookahead)
        if case .lead = phase { telling.wantsLead = claims }
        return telling
    }
}
