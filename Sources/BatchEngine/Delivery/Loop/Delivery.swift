import BatchModel
import GrupoAPI
import LedgerStore

/// Sends the rows of one run: claim, send, settle, until there are no more or something stops it.
///
/// One loop owns all decisions; the children of one task group only send. Rows in flight never exceed the window, and a row
/// leaves only after its claim is on disk. Results and new claims share one transaction, so that the rows in doubt
/// after a crash never outnumber the window.
struct Delivery {
    /// How a delivery ended.
    struct End: Sendable {
        /// Why it ended before its last row; nil when every row was tried.
        var stop: StopReason?
        /// Results the ledger did not take; there are some only together with `ledgerFailed`.
        var rescued: [AttemptRecord] = []
        /// Rows that waited to be tried again when it ended.
        var waiting: [Int64] = []
    }

    private static let retriesHeld = 1_024
    /// Rows are claimed so long before their slot: longer than a commit takes, or the slot would be lost.
    static let longestLookahead: Duration = .milliseconds(50)
    /// How long to wait before looking at the time of day again, which may have been set.
    private static let longestSleep: Duration = .seconds(60)

    let sender: any MessageSender
    let stopSignal: StopSignal
    let gate: SendingGate
    let clock: any RunClock
    let observe: @Sendable (RunEvent) -> Void
    let mailbox: EventMailbox<DeliveryEvent>

    var stock: RowStock
    var policy: DispatchPolicy
    var recorder: DeliveryRecorder
    var retries = RetryQueue()
    private var pauses: PauseWatch
    var inFlight = 0
    var isProbing = false
    var isSilent = false
    var isWaiting = false
    var pacingDue: Duration = .zero
    /// Since when the gate is closed; nil while it is open.
    var closedSince: Duration?
    var stopReason: StopReason?

    init(
        _ settings: DeliverySettings, source: any RowSource, ledger: any DeliveryLedger, sender: any MessageSender,
        stopSignal: StopSignal, gate: SendingGate = SendingGate(), clock: any RunClock = SystemRunClock(),
        observe: @escaping @Sendable (RunEvent) -> Void
    ) {
        precondition(settings.concurrency >= 1, "a window below one sends nothing")
        stock = RowStock(source)
        policy = DispatchPolicy(settings)
        recorder = DeliveryRecorder(ledger, clock: clock, observe: observe)
        pauses = PauseWatch(at: clock.elapsed)
        mailbox = EventMailbox(clock)
        self.sender = sender
        self.stopSignal = stopSignal
        self.gate = gate
        self.clock = clock
        self.observe = observe
    }

    /// Runs until nothing is left to do and nothing is in flight.
    mutating func run() async -> End {
        stopSignal.onRise { [mailbox] in mailbox.post(.stopRequested($0), isUrgent: true) }
        defer { stopSignal.onRise(nil) }
        gate.onMove { [mailbox] in mailbox.post(.gateMoved, isUrgent: true) }
        defer { gate.onMove(nil) }
        if stopSignal.level > .none { stop(.interrupted(signal: stopSignal.signal)) }
        await withDiscardingTaskGroup { group in
            sender.onUnaskedReply { [mailbox] in mailbox.post(.doubted($0), isUrgent: true) }
            defer { sender.onUnaskedReply(nil) }
            while let deadline = await advance(&group) {
                let until = policy.latestLook(deadline.instant, at: clock.elapsed)
                for event in await events(until: until) { take(event, &group) }
            }
            await awaitSilence(&group)
        }
        keepPacing(at: .zero)
        return End(stop: stopReason, rescued: recorder.rescued, waiting: retries.entries)
    }

    // MARK: Deciding

    /// How long to wait for the next event.
    private enum Deadline {
        case event
        case at(Duration)

        var instant: Duration? {
            switch self {
            case .event: nil
            case .at(let instant): instant
            }
        }
    }

    /// How many results make a commit worth while: a quarter of what is in flight, so that the rest keeps the site busy
    /// meanwhile. Measured against an instant site at 64 in flight: a half is a tenth slower, three quarters a sixth.
    private var enoughResults: Int { max(1, inFlight / 4) }

    /// How long results may wait for others to be committed with: about as long as a commit saves.
    private var linger: Duration { min(recorder.commitTime * 2, .milliseconds(2)) }

    private var hasWork: Bool { inFlight > 0 || isProbing || !retries.isEmpty || stock.hasMore }

    /// Waits for events; returns none at the deadline, or when the process stood still.
    private mutating func events(until deadline: Duration?) async -> [DeliveryEvent] {
        while true {
            let look = clock.elapsed + PauseWatch.interval
            let events = await mailbox.take(
                enough: enoughResults, linger: linger, until: deadline.map { min($0, look) } ?? look)
            let now = clock.elapsed
            if let pause = pauses.look(at: now) {
                policy.stoodStill(for: pause)
                return events
            }
            if !events.isEmpty || deadline.map({ $0 <= now }) ?? false { return events }
        }
    }

    /// Does everything that can be done now; returns nil when the delivery has ended.
    private mutating func advance(_ group: inout DiscardingTaskGroup) async -> Deadline? {
        while true {
            await recordDoubts()
            if policy.fleet != nil { await hearOthers() }
            guard stopReason == nil else { return await drain() }
            heedGate()
            guard closedSince == nil else {
                guard await settle(claiming: []) != nil else { continue }
                return hasWork ? .event : nil
            }
            let now = clock.elapsed
            let due = retries.isEmpty ? 0 : policy.retriesAllowed(at: now)
            switch policy.action(at: now, wall: clock.wall, inFlight: inFlight, lookahead: lookahead) {
            case .claim(let total):
                let batch = await nextRows(total, retries: due, at: now)
                guard stopReason == nil else { continue }
                guard !batch.isEmpty else {
                    if await settle(claiming: []) != nil { return idle(at: now) }
                    continue
                }
                if let won = await settle(claiming: batch), !won.isEmpty { start(won, decidedAt: now, &group) }
            case .wait(let instant, let reason):
                guard await settle(claiming: []) != nil else { continue }
                if let instant, let reason { tellWaiting(reason, for: instant - now) }
                if !hasWork { return nil }
                return instant.map { .at(min($0, now + Self.longestSleep)) } ?? .event
            case .probe:
                probe(&group)
            case .stop(let reason):
                stop(reason)
            }
        }
    }

    /// Nothing could be claimed although the policy allows it: only retries or answers are awaited.
    private mutating func idle(at now: Duration) -> Deadline? {
        guard hasWork else { return nil }
        guard let earliest = retries.earliest else { return .event }
        if inFlight == 0 { tellWaiting(.backoff, for: max(.zero, earliest - now)) }
        // A retry that is due but over the budget is looked at again shortly.
        return .at(max(earliest, now + .milliseconds(100)))
    }

    /// Takes retries that are due first, then fresh rows; a lead row that was not sent is tried again before any other.
    private mutating func nextRows(_ total: Int, retries allowed: Int, at now: Duration) async -> [RowInFlight] {
        var batch = retries.take(dueAt: now, limit: min(total, allowed)).map {
            RowInFlight(row: $0.row, attempts: $0.attempts)
        }
        let leadWaits = policy.awaitsLead && !retries.isEmpty
        guard batch.count < total, stock.hasMore, !leadWaits, retries.count < Self.retriesHeld else { return batch }
        do {
            batch += try await stock.take(total - batch.count).map { RowInFlight(row: $0) }
        } catch {
            stop((error as? LedgerFault).map { .ledgerFailed($0.event) } ?? .input(error))
            return []
        }
        return batch
    }

    private mutating func tellWaiting(_ reason: WaitReason, for span: Duration) {
        guard reason != .rate || span >= .seconds(1) else { return }
        if inFlight == 0 {
            isWaiting = true
            observe(.waiting(reason, for: span, until: policy.clockText(in: span, wall: clock.wall)))
        }
    }

    // MARK: Recording

    /// Records the results at hand together with new claims; returns the rows that were won, nil when the ledger failed.
    private mutating func settle(claiming batch: [RowInFlight]) async -> [RowInFlight]? {
        // The results come first: a process that dies between the two must not leave a row unknown.
        defer { if policy.mustKeep { keepPacing(at: .zero) } }
        let telling = policy.telling(claims: !batch.isEmpty, wall: clock.wall, lookahead: lookahead)
        let committed = await recorder.commit(claiming: batch.map(\.row), telling: telling, reading: &stock)
        heedFailure()
        if let news = committed?.news { hear(news, claiming: batch) }
        if let end = committed?.end { stop(.ledgerFailed(end.event)) }
        guard let claimed = committed?.claimed, claimed.count < batch.count else { return committed.map { _ in batch } }
        // What somebody else has, or has done, is not this run's any more.
        let won = Set(claimed)
        return batch.filter { won.contains($0.row.entry) }
    }

    mutating func recordDoubts() async {
        await recorder.recordDoubts(&retries, reading: &stock)
        heedFailure()
    }

    private mutating func drain() async -> Deadline? {
        _ = await settle(claiming: [])
        return inFlight > 0 || isProbing ? .event : nil
    }

    /// Waits until none of the answers can be doubted any more. Every row is done with: a signal only ends the wait.
    private mutating func awaitSilence(_ group: inout DiscardingTaskGroup) async {
        guard recorder.failure == nil else { return }
        group.addTask { [sender, mailbox] in
            await sender.awaitSilence()
            mailbox.post(.silent, isUrgent: true)
        }
        if stopSignal.level == .aborting { group.cancelAll() }
        while !isSilent {
            for event in await mailbox.take(enough: 1, linger: .zero, until: nil) {
                if case .stopRequested = event { group.cancelAll() } else { take(event, &group) }
            }
        }
        await recordDoubts()
        recorder.tellAll()
    }

    mutating func stop(_ reason: StopReason) {
        guard reason.outranks(stopReason) else { return }
        stopReason = reason
        policy.stopped(reason)
        observe(.stopping(reason))
    }

    mutating func heedFailure() {
        if let failure = recorder.failure { stop(.ledgerFailed(failure)) }
    }
}
