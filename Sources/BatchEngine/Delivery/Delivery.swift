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
    }

    private enum Event: Sendable {
        case finished(InFlight, AttemptResult)
        case withheld(InFlight)
        case probed(Bool)
        case doubted([RowReference])
        case silent
        case stopRequested(StopSignal.Level)
    }

    private struct InFlight: Sendable {
        var row: SendableRow
        var attempts: Int
        var place: AttemptPlace?
    }

    private static let retriesHeld = 1_024
    private static let pacingInterval: Duration = .seconds(1)
    /// Rows are claimed so long before their slot: longer than a commit takes, or the slot would be lost.
    private static let lookahead: Duration = .milliseconds(50)
    /// How long to wait before looking at the time of day again, which may have been set.
    private static let longestSleep: Duration = .seconds(60)

    private let ledger: any DeliveryLedger
    private let sender: any MessageSender
    private let stopSignal: StopSignal
    private let observe: @Sendable (RunEvent) -> Void
    private let mailbox = EventMailbox<Event>()
    private let began = ContinuousClock.now

    private var stock: RowStock
    private var planner: DeliveryPlanner
    private var retries = RetryQueue()
    private var inFlight = 0
    private var isProbing = false
    private var unsettled: [AttemptRecord] = []
    private var untold: [RunEvent] = []
    private var doubted = DoubtedRows()
    private var isSilent = false
    private var commitTime: Duration = .zero
    private var end = End()
    private var isWaiting = false
    private var pacingDue: Duration = .zero
    private var noticesGiven: Set<AttemptResult.Notice> = []

    init(
        _ settings: DeliverySettings, source: any RowSource, ledger: any DeliveryLedger, sender: any MessageSender,
        stopSignal: StopSignal, observe: @escaping @Sendable (RunEvent) -> Void
    ) {
        precondition(settings.concurrency >= 1, "a window below one sends nothing")
        stock = RowStock(source)
        self.ledger = ledger
        self.sender = sender
        self.stopSignal = stopSignal
        self.observe = observe
        planner = DeliveryPlanner(settings)
    }

    /// Runs until nothing is left to do and nothing is in flight.
    mutating func run() async -> End {
        stopSignal.onRise { [mailbox] in mailbox.post(.stopRequested($0), isUrgent: true) }
        defer { stopSignal.onRise(nil) }
        if stopSignal.level > .none { stop(.interrupted(signal: stopSignal.signal)) }
        await withDiscardingTaskGroup { group in
            sender.onUnaskedReply { [mailbox] in mailbox.post(.doubted($0), isUrgent: true) }
            defer { sender.onUnaskedReply(nil) }
            while let deadline = await advance(&group) {
                let events = await mailbox.take(enough: enoughResults, linger: linger, until: deadline.instant)
                for event in events { take(event, &group) }
            }
            await awaitSilence(&group)
        }
        keepPacing(at: .zero)
        return end
    }

    // MARK: Deciding

    /// How long to wait for the next event.
    private enum Deadline {
        case event
        case at(ContinuousClock.Instant)

        var instant: ContinuousClock.Instant? {
            switch self {
            case .event: nil
            case .at(let instant): instant
            }
        }
    }

    private var elapsed: Duration { began.duration(to: .now) }

    /// How many results make a commit worth while: a quarter of what is in flight, so that the rest keeps the site busy
    /// meanwhile. Measured against an instant site at 64 in flight: a half is a tenth slower, three quarters a sixth.
    private var enoughResults: Int { max(1, inFlight / 4) }

    /// How long results may wait for others to be committed with: about as long as a commit saves.
    private var linger: Duration { min(commitTime * 2, .milliseconds(2)) }

    /// Does everything that can be done now; returns nil when the delivery has ended.
    private mutating func advance(_ group: inout DiscardingTaskGroup) async -> Deadline? {
        while true {
            await recordDoubts()
            guard end.stop == nil else { return await drain() }
            let now = elapsed
            let due = retriesDue(at: now)
            switch planner.action(at: now, wall: WallClock.milliseconds, inFlight: inFlight, lookahead: Self.lookahead)
            {
            case .claim(let total):
                let batch = await nextRows(total, retries: due, at: now)
                guard end.stop == nil else { continue }
                guard !batch.isEmpty else {
                    if await settle(claiming: []) { return idle(at: now) }
                    continue
                }
                if await settle(claiming: batch) { start(batch, &group) }
            case .wait(let instant, let reason):
                guard await settle(claiming: []) else { continue }
                if let instant, let reason { tellWaiting(reason, for: instant - now) }
                if !hasWork { return nil }
                return instant.map { .at(began + min($0, now + Self.longestSleep)) } ?? .event
            case .probe:
                probe(&group)
            case .stop(let reason):
                stop(reason)
            }
        }
    }

    private var hasWork: Bool { inFlight > 0 || isProbing || !retries.isEmpty || stock.hasMore }

    /// Nothing could be claimed although the planner allows it: only retries or answers are awaited.
    private mutating func idle(at now: Duration) -> Deadline? {
        guard hasWork else { return nil }
        guard let earliest = retries.earliest else { return .event }
        if inFlight == 0 { tellWaiting(.backoff, for: max(.zero, earliest - now)) }
        // A retry that is due but over the budget is looked at again shortly.
        return .at(began + max(earliest, now + .milliseconds(100)))
    }

    private mutating func retriesDue(at now: Duration) -> Int {
        retries.isEmpty ? 0 : planner.retriesAllowed(at: now)
    }

    /// Takes retries that are due first, then fresh rows; a lead row that was not sent is tried again before any other.
    private mutating func nextRows(_ total: Int, retries allowed: Int, at now: Duration) async -> [InFlight] {
        var batch = retries.take(dueAt: now, limit: min(total, allowed)).map {
            InFlight(row: $0.row, attempts: $0.attempts)
        }
        let leadWaits = planner.awaitsLead && !retries.isEmpty
        guard batch.count < total, stock.hasMore, !leadWaits, retries.count < Self.retriesHeld else { return batch }
        do {
            batch += try await stock.take(total - batch.count).map { InFlight(row: $0, attempts: 0) }
        } catch {
            stop((error as? LedgerFault).map { .ledgerFailed($0.event) } ?? .input(error))
            return []
        }
        return batch
    }

    // MARK: Acting

    /// Records the results at hand together with new claims; false when the ledger failed.
    private mutating func settle(claiming batch: [InFlight]) async -> Bool {
        // The results come first: a process that dies between the two must not leave a row unknown.
        defer { if planner.mustKeep { keepPacing(at: .zero) } }
        guard !unsettled.isEmpty || !batch.isEmpty else { return true }
        let commitBegan = ContinuousClock.now
        let (ledger, settlements, entries) = (ledger, unsettled.map(\.settlement), batch.map(\.row.entry))
        do {
            async let committed: Void = ledger.commit(settling: settlements, claiming: entries)
            // While the disk works, the next rows are read; a fault of theirs is kept until they are needed.
            try? await stock.prefetch(max(batch.count, 1))
            try await committed
        } catch {
            rescue()
            untold.removeAll()
            stop(.ledgerFailed((error as? LedgerFault)?.event ?? "\(error)"))
            return false
        }
        commitTime = commitBegan.duration(to: .now)
        observe(.committed(results: settlements.count, claims: entries.count, took: commitTime))
        unsettled.removeAll(keepingCapacity: true)
        untold.forEach(observe)
        untold.removeAll(keepingCapacity: true)
        return true
    }

    private mutating func start(_ claimed: [InFlight], _ group: inout DiscardingTaskGroup) {
        if isWaiting { observe(.resumed) }
        isWaiting = false
        let now = elapsed
        let wall = WallClock.milliseconds
        var batch = claimed
        var slots: [Duration] = []
        for index in batch.indices {
            inFlight += 1
            let start = planner.start(at: now, wall: wall, isRetry: batch[index].attempts > 0, inFlight: inFlight)
            batch[index].place = start.place
            slots.append(start.slot)
        }
        // A daily quota holds across crashes only if every attempt is counted on disk before it leaves.
        keepPacing(at: planner.countsDays ? .zero : pacingDue)
        for (var item, slot) in zip(batch, slots) {
            item.attempts += 1
            // The signal may have come while the claims were being committed.
            guard !ledgerHasFailed, stopSignal.level == .none else {
                mailbox.post(.withheld(item))
                continue
            }
            group.addTask { [sender, mailbox, item, pacer = planner.pacer, began] in
                let mayLeave = await pacer?.wait(for: slot, since: began) ?? true
                guard mayLeave else { return mailbox.post(.withheld(item)) }
                mailbox.post(.finished(item, await sender.send(item.row.message, for: item.row.reference)))
            }
        }
        observe(.inFlight(inFlight, limit: planner.windowSize))
    }

    /// Keeps the pacing on disk if that is due.
    private mutating func keepPacing(at due: Duration) {
        let now = elapsed
        guard now >= due, !ledgerHasFailed, let pacing = planner.pacing(at: now, wall: WallClock.milliseconds) else {
            return
        }
        pacingDue = now + Self.pacingInterval
        planner.wasKept()
        do { try ledger.keep(pacing) } catch { stop(.ledgerFailed((error as? LedgerFault)?.event ?? "\(error)")) }
    }

    private static var withheld: AttemptResult {
        AttemptResult(.notSent, errorKey: ClientErrorKey.cancelled.rawValue)
    }

    private mutating func probe(_ group: inout DiscardingTaskGroup) {
        isProbing = true
        group.addTask { [sender, mailbox] in mailbox.post(.probed(await sender.probe())) }
    }

    // MARK: Hearing

    private mutating func take(_ event: Event, _ group: inout DiscardingTaskGroup) {
        switch event {
        case .finished(let item, let result): finished(item, result)
        case .withheld(let item): finished(item, Self.withheld, wasBegun: false)
        case .probed(let reachable):
            isProbing = false
            observe(.probed(reachable: reachable))
            planner.probed(reachable: reachable, at: elapsed)
        case .doubted(let rows): doubt(rows)
        case .silent: isSilent = true
        case .stopRequested(let level):
            stop(.interrupted(signal: stopSignal.signal))
            if level == .aborting { group.cancelAll() }
        }
    }

    private mutating func finished(_ item: InFlight, _ result: AttemptResult, wasBegun: Bool = true) {
        inFlight -= 1
        let now = elapsed
        let record = doubted.judge(
            AttemptRecord(
                entry: item.row.entry, identity: item.row.identity, row: item.row.row,
                result: result.stopped(by: stopSignal, wasBegun: wasBegun),
                finishedAtMilliseconds: WallClock.milliseconds, wasBegun: wasBegun))
        let result = record.result
        guard !ledgerHasFailed else { return end.rescued.append(record) }
        unsettled.append(record)
        guard wasBegun else {
            // The run is ending, and the site has nothing to do with it.
            untold.append(
                .settled(row: item.row.row, attempt: 0, result: result, previous: item.row.previous, retryIn: nil))
            return
        }
        let verdict = planner.finished(
            result, attempt: item.attempts, place: item.place, at: now, jitter: { .random(in: 0...1) })
        let retryAt = end.stop == nil && verdict.stop == nil ? verdict.retryAt : nil
        untold.append(
            .settled(
                row: item.row.row, attempt: item.attempts, result: result, previous: item.row.previous,
                retryIn: retryAt.map { $0 - now }))
        if let move = verdict.move { untold.append(.windowMoved(move)) }
        give(result.notices)
        if let retryAt {
            var row = item.row
            row.previous = result.outcome
            retries.add(.init(row: row, attempts: item.attempts, due: retryAt))
        }
        if let reason = verdict.stop { stop(reason) }
    }

    private mutating func give(_ notices: Set<AttemptResult.Notice>) {
        guard !notices.isEmpty else { return }
        for notice in notices.subtracting(noticesGiven) { untold.append(.notice(notice)) }
        noticesGiven.formUnion(notices)
    }

    // MARK: Doubting

    private mutating func doubt(_ rows: [RowReference]) {
        give([.unaskedReply])
        guard !ledgerHasFailed else { return }
        doubted.add(rows)
    }

    /// Makes rows unknown whose results are on disk; those in flight become so when they have finished.
    private mutating func recordDoubts() async {
        let rows = doubted.takeNew()
        guard !rows.isEmpty, await settle(claiming: []) else { return }
        do {
            let states = try await ledger.doubt(rows.map(\.entry))
            for row in rows where states[row.entry] != .claimed {
                doubted.remove(row.entry)
                guard let state = states[row.entry], state != .unknown else { continue }
                observe(.doubted(row: row.row, previous: state.outcome, isRetry: retries.remove(row.entry)))
            }
        } catch {
            stop(.ledgerFailed((error as? LedgerFault)?.event ?? "\(error)"))
        }
    }

    /// Waits until none of the answers can be doubted any more. Every row is done with: a signal only ends the wait.
    private mutating func awaitSilence(_ group: inout DiscardingTaskGroup) async {
        guard !ledgerHasFailed else { return }
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
        untold.forEach(observe)
        untold.removeAll()
    }

    // MARK: Ending

    private var ledgerHasFailed: Bool {
        if case .ledgerFailed = end.stop { true } else { false }
    }

    /// Ends the run once nothing is in flight. The ledger's failure outranks every other reason, a signal all but that one, and
    /// the first of the others wins.
    private mutating func stop(_ reason: StopReason) {
        switch (reason, end.stop) {
        case (_, nil), (.ledgerFailed, _): break
        case (.interrupted, .ledgerFailed), (.interrupted, .interrupted): return
        case (.interrupted, _): break
        default: return
        }
        guard !ledgerHasFailed else { return }
        end.stop = reason
        observe(.stopping(reason))
    }

    /// Keeps the results for the user that the ledger does not take.
    private mutating func rescue() {
        end.rescued += unsettled.map { doubted.judge($0) }
        unsettled.removeAll()
    }

    private mutating func drain() async -> Deadline? {
        if ledgerHasFailed {
            rescue()
        } else {
            _ = await settle(claiming: [])
        }
        return inFlight > 0 || isProbing ? .event : nil
    }

    private mutating func tellWaiting(_ reason: WaitReason, for span: Duration) {
        guard reason != .rate || span >= .seconds(1) else { return }
        if inFlight == 0 {
            isWaiting = true
            observe(.waiting(reason, for: span, until: planner.clockText(in: span, wall: WallClock.milliseconds)))
        }
    }
}
