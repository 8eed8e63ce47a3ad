import BatchModel
import LedgerStore
import Manifests
import Reporting
import Text

/// How a run becomes one of several that send together.
extension BatchRun {
    /// Opens the ledger for sending, together with others where that can be; waits for one that is about to begin, or to end.
    func openLedger(_ manifest: Manifest) async throws -> any Ledger {
        let purpose = WritingPurpose.sending(
            CampaignIdentity(
                site: settings.scope.site, batch: settings.batch,
                manifestPath: settings.source.ledgerPath(of: manifest, in: settings.ledger)))
        var isTold = false
        while true {
            do {
                return try settings.ledgers.openForWriting(settings.ledger, command: settings.commandName, for: purpose)
            } catch LedgerFault.starting(_, let holder) {
                if !isTold { hooks.waitingToJoin(holder) }
                isTold = true
                if stop.level > .none { throw RunFault.interrupted(signal: stop.signal) }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Sends a run to its end together with those who send it already.
    func send(
        with run: FleetRun, through ledger: any FleetStore, _ manifest: Manifest, _ manifestGuard: ManifestGuard,
        _ sender: (Manifest, any AttemptStore) throws -> any MessageSender
    ) async throws -> RunSummary {
        var enrolled = try join(run, in: ledger, manifest, manifestGuard)
        manifestGuard.enrolled()
        var delivery = try delivery(enrolled, ledger)
        guard let theirs = FleetSettings(json: run.terms) else {
            throw LedgerFault.damaged(ledger: ledger.displayName, reason: "the settings of the run are not known")
        }
        try theirs.apply(to: &delivery, siteFacts: settings.siteFacts)
        let now = WallClock.milliseconds
        enrolled.forecast.concurrency = delivery.concurrency
        enrolled.forecast.joining = run.text(
            enrolled.summary.counts, rate: delivery.rate, on: delivery.calendar.clock, at: now)
        hooks.noticed(enrolled.forecast.notices)
        if stop.level > .none { throw RunFault.interrupted(signal: stop.signal) }
        let sender = try sender(manifest, ledger)
        try manifestGuard.begin(at: run.record.startedAtMilliseconds)
        ledger.takePart(in: run, terms: theirs.terms(site: settings.scope.site))
        let summary = await deliverTogether(enrolled, manifest, ledger, sender, delivery)
        let finished = try finish(enrolled, manifest, ledger, run: run.record, summary)
        if !finished.ledgerHasFailed { manifestGuard.end(finished.tally, in: ledger) }
        return finished
    }

    /// Joins a run that others send: checks the own file as they did theirs, and refuses where it is another plan.
    func join(
        _ run: FleetRun, in ledger: any FleetStore, _ manifest: Manifest, _ manifestGuard: ManifestGuard
    ) throws -> EnrolledPlan {
        guard settings.source.ledgerName == nil else {
            throw RunFault.refused(
                problem: "Others send this list already, and what comes from standard input cannot join them.",
                remedy: "Save it to a file of the same name on every machine, and send that.")
        }
        guard let plan = try ledger.storedPlan(run.record.campaign), plan.id == run.plan else {
            throw LedgerFault.planReplaced
        }
        var numbers = RowNumbers()
        let limits = CheckLimits(previews: settings.previews, suppressed: settings.selection.suppressed)
        let check = try manifest.checkEach(limits: limits, progress: hooks.reading) { row in
            if row.position % 1_024 == 0, stop.level > .none { throw RunFault.interrupted(signal: stop.signal) }
            numbers.add(position: row.position, row: row.row)
        }
        hooks.checked(check)
        try settings.terms.refuse(check)
        try refuseOther(settings.terms.digest(check.contents), than: plan, in: ledger, run)
        if let fault = settings.foreignReport { throw RunFault.report(fault) }
        // What is asked of people was asked of the first sender, of the same plan.
        var others: OtherLedgers?
        _ = try manifestGuard.questions(content: check.inputDigest.description, toSend: 0, &others)
        var summary = EnrolmentSummary()
        summary.counts = try ledger.counts(plan)
        let sendable = [DeliveryState.pending, .notSent, .rejected].reduce(0) {
            $0 + summary.counts.states[$1, default: 0]
        }
        var forecast = RunForecast(
            toSend: sendable, counts: summary.counts, site: settings.site.canonical, senders: check.senders,
            planDigest: plan.description.planDigest, recovered: ledger.recovered)
        forecast.damage = check.damage
        forecast.exclusion = check.exclusion
        forecast.notices = settings.terms.notices(check)
        return EnrolledPlan(plan: plan, summary: summary, forecast: forecast, numbers: numbers)
    }

    private func refuseOther(
        _ own: PlanDigest, than plan: StoredPlan, in ledger: any Ledger, _ run: FleetRun
    ) throws {
        guard let theirs = PlanDigest(plan.description.planDigest) else { throw LedgerFault.planReplaced }
        var kinds = own.differences(from: theirs)
        if own.limit != theirs.limit, !kinds.contains(.selection) { kinds.append(.selection) }
        guard !kinds.isEmpty else { return }
        if kinds.contains(.input), let holder = ledger.holders.first {
            // An edited list is enrolled by whoever sends it first, while nobody sends.
            throw LedgerFault.locked(ledger: ledger.displayName, by: holder)
        }
        throw RunFault.refused(
            problem: """
                \(run.senders) \(run.members.count == 1 ? "sends" : "send") this list by another plan. It differs in: \
                \(kinds.map(\.meaning).joined(separator: ", ")).
                """,
            remedy: "Give what they were given, or wait until nobody sends.")
    }
}

extension FleetRun {
    /// Who sends it, for people.
    var senders: String {
        let names = members.prefix(5).map { DisplayText.oneLine($0.name(among: members), limit: 100) }
        let more = members.count > names.count ? " and \(members.count - names.count) more" : ""
        return names.isEmpty ? "Another sender" : names.joined(separator: ", ") + more
    }

    /// What somebody joins, in a line: who sends it since when, how far it is, and at which rate.
    func text(_ counts: PlanCounts, rate: SendRate?, on clock: LocalClock, at now: Int64) -> String {
        let count = Numbers.count(members.count, "sender")
        let since = clock.text(record.startedAtMilliseconds, at: now)
        let done = counts.total - counts.tally[.pending] - counts.states[.claimed, default: 0]
        let pace = rate.map { ", \($0.text) for all" } ?? ""
        return
            "Joining \(count) (\(senders), since \(since)): \(Numbers.grouped(done)) of \(Numbers.count(counts.total, "row")) done\(pace)"
    }
}
