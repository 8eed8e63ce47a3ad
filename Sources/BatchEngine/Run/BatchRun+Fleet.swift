import BatchModel
import GrupoAPI
import LedgerStore
import Manifests
import Text

/// How one of several senders of a run sends.
extension BatchRun {
    /// Sends until all rows are done with, whoever had them, or something stops it.
    func deliverTogether(
        _ enrolled: EnrolledPlan, _ manifest: Manifest, _ ledger: any FleetStore, _ sender: any MessageSender,
        _ delivery: DeliverySettings
    ) async -> RunSummary {
        hooks.began(enrolled.forecast)
        let began = ContinuousClock.now
        var fleet = FleetSending(
            run: self, enrolled: enrolled, manifest: manifest, ledger: ledger, sender: sender, delivery: delivery)
        let end = await fleet.send()
        await sender.shutdown()
        var summary = RunSummary()
        summary.stop = end.stop
        summary.rescued = end.rescued
        summary.tried = fleet.tried.value
        summary.duration = began.duration(to: .now)
        return summary
    }

    /// The position behind the last row that the run may send.
    func reach(of enrolled: EnrolledPlan, _ manifest: Manifest) throws -> Int {
        guard settings.selection.isPartial else { return enrolled.plan.rows }
        var (cursor, rows) = (RowSelection.Cursor(settings.selection), manifest.rows())
        var (position, reach) = (0, 0)
        while !cursor.isExhausted, let row = try rows.next() {
            position += 1
            if cursor.takes(row: row.row) { reach = position }
        }
        return reach
    }
}

/// One sender's work on a run that others may send too: round after round of rows that it is handed, and waits between.
struct FleetSending {
    private static let look: Duration = .milliseconds(100)

    let run: BatchRun
    let enrolled: EnrolledPlan
    let manifest: Manifest
    let ledger: any FleetStore
    let sender: any MessageSender
    let tried = TriedCounter()
    private var delivery: DeliverySettings
    private let line: FleetLedger
    private let clock = FleetClock()
    private let yielded = YieldedRows()
    private var end = Delivery.End()
    private var isWaiting = false

    init(
        run: BatchRun, enrolled: EnrolledPlan, manifest: Manifest, ledger: any FleetStore, sender: any MessageSender,
        delivery: DeliverySettings
    ) {
        self.run = run
        self.enrolled = enrolled
        self.manifest = manifest
        self.ledger = ledger
        self.sender = sender
        self.delivery = delivery
        line = FleetLedger(store: ledger, campaign: enrolled.plan.campaign, clock: clock)
    }

    /// Sends to the end.
    mutating func send() async -> Delivery.End {
        do {
            while end.stop == nil {
                try await sendRound()
                guard end.stop == nil, try await awaitRows() else { break }
            }
            if end.stop?.isOfAll ?? false {
                try await awaitOthers()
            } else if end.stop != nil {
                try line.giveBack(end.waiting)
            }
        } catch {
            let words = (error as? LedgerFault)?.event ?? "\(error)"
            if StopReason.ledgerFailed(words).outranks(end.stop) { stop(.ledgerFailed(words)) }
        }
        return end
    }

    /// Sends what this sender is handed, until that is nothing more.
    private mutating func sendRound() async throws {
        guard let news = try await line.look() else { return }
        if let reason = StopReason(news) { return stop(reason) }
        delivery.fleet = (news, ledger.pause)
        if news.phase == .open { delivery.successBefore = true }
        delivery.calendar.resume(PacingRecord(try ledger.pacing(site: enrolled.plan.campaign.identity.site)))
        delivery.closedFor = news.closedFor
        if isWaiting { run.hooks.observe(.resumed) }
        isWaiting = false
        var loop = Delivery(
            delivery, source: run.feed(enrolled, manifest, ledger, yielded), ledger: line,
            sender: LeasedSender(sender: sender, ledger: ledger), stopSignal: run.stop, gate: run.gate, clock: clock
        ) { [hooks = run.hooks, tried] event in
            if case .settled(_, let attempt, _, _, _) = event, attempt > 0 { tried.count() }
            hooks.observe(event)
        }
        let end = await loop.run()
        delivery.refusals = loop.policy.judge.history
        delivery.successBefore = loop.policy.judge.hasSucceeded
        self.end = end
    }

    /// Waits while others have the last rows; true when there are some for this sender.
    private mutating func awaitRows() async throws -> Bool {
        try ledger.finishGrants()
        while true {
            switch try ledger.work() {
            case .rows: return true
            case .nothing: return false
            case .others: break
            }
            guard !run.settings.leavesWhenIdle else {
                stop(.leftIdle)
                return false
            }
            guard try await pause() else { return false }
        }
    }

    /// Waits until nobody has a message on its way: then all report the same.
    private mutating func awaitOthers() async throws {
        while try ledger.othersSend() { guard try await pause() else { return } }
    }

    /// Hears of the others a little later; false when there is a reason to stop.
    private mutating func pause() async throws -> Bool {
        if !isWaiting { run.hooks.observe(.waiting(.others, for: ledger.pause, until: "")) }
        isWaiting = true
        let until = clock.elapsed + ledger.pause
        while clock.elapsed < until {
            if run.stop.level > .none {
                stop(.interrupted(signal: run.stop.signal))
                return false
            }
            try await clock.sleep(until: min(until, clock.elapsed + Self.look))
        }
        guard let news = try await line.look(), let reason = StopReason(news) else { return true }
        guard reason.outranks(end.stop) else { return true }
        stop(reason)
        return false
    }

    private mutating func stop(_ reason: StopReason) {
        guard reason.outranks(end.stop) else { return }
        end.stop = reason
        run.hooks.observe(.stopping(reason))
    }
}
