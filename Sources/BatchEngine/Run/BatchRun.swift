import BatchModel
import Foundation
import LedgerStore
import Manifests
import Reporting
import Text

/// One run of `send`: check everything, enrol it, send what was not sent, report every row.
///
/// Call `send` once. Two passes read the manifest, both streaming: the first checks every row and enrols its identity, the
/// second claims and sends.
package struct BatchRun {
    let settings: RunSettings
    let hooks: RunHooks
    let stop: StopSignal
    let gate: SendingGate

    /// Prepares a run, which `stop` ends early, and `gate` holds up.
    package init(_ settings: RunSettings, hooks: RunHooks, stop: StopSignal, gate: SendingGate = SendingGate()) {
        self.settings = settings
        self.hooks = hooks
        self.stop = stop
        self.gate = gate
    }

    /// Runs to the end. `sender` sends the rows of a manifest while the ledger says that it may; it is asked for when everything else is
    /// ready.
    ///
    /// - Throws: `RunFault`; then nothing was sent, except when a report or the ledger failed at the very end.
    func send(by sender: (Manifest, any AttemptStore) throws -> any MessageSender) async throws -> RunSummary {
        try await RunFault.naming {
            let manifest = try settings.source.open(
                settings.reading, settings.scope, sparing: settings.origins.standing)
            let manifestGuard = try ManifestGuard(settings, manifest)
            defer { manifestGuard.release() }
            let ledger = try await openLedger(manifest)
            defer { ledger.close() }
            hooks.opened(ledger)
            try manifestGuard.meet(ledger) { stop.level == .none }
            if let fleet = ledger as? any FleetStore, let run = fleet.joined {
                return try await send(with: run, through: fleet, manifest, manifestGuard, sender)
            }
            var enrolled = try Enroller(
                settings: settings, hooks: hooks, manifest: manifest, ledger: ledger, manifestGuard: manifestGuard,
                stop: stop
            ).enrol()
            manifestGuard.enrolled()
            if let weakness = ledger.weakness {
                enrolled.forecast.notices.append(RunNotice(.ledgerMayForget, problem: weakness))
            }
            if stop.level > .none { throw RunFault.interrupted(signal: stop.signal) }
            guard enrolled.toSend > 0 else {
                hooks.noticed(enrolled.forecast.notices)
                try approve(enrolled, ledger)
                let summary = try finish(enrolled, manifest, ledger, run: nil, RunSummary())
                try record(summary, of: enrolled, in: ledger)
                return summary
            }
            var delivery = try delivery(enrolled, ledger)
            var reopens = false
            if hooks.answer == .ask, let question = delivery.endClosure() {
                enrolled.forecast.questions.append(question)
                reopens = true
            }
            let asks = hooks.confirm != nil && (!hooks.confirmsQuestionsOnly || !enrolled.forecast.questions.isEmpty)
            if !asks { hooks.noticed(enrolled.forecast.notices) }
            enrolled.forecast.concurrency = delivery.concurrency
            enrolled.forecast.testRecipient = settings.selection.testRecipient
            enrolled.forecast.timing = delivery.forecast(rows: enrolled.toSend, from: WallClock.milliseconds)?.text
            if asks, let confirm = hooks.confirm {
                enrolled.forecast.first = try? await first(of: enrolled, manifest, ledger)
                // A manifest that is known from an earlier run was not checked again.
                if enrolled.forecast.senders == nil { enrolled.forecast.senders = try? manifest.senders() }
                guard confirm(enrolled.forecast) else { throw RunFault.declined }
            }
            if stop.level > .none { throw RunFault.interrupted(signal: stop.signal) }
            try approve(enrolled, ledger)
            let sender = try sender(manifest, ledger)
            let run = try begin(enrolled, ledger, manifestGuard, delivery, reopens: reopens, manifest)
            let summary = await deliver(enrolled, manifest, ledger, sender, delivery)
            let finished = try finish(enrolled, manifest, ledger, run: run, summary)
            if !finished.ledgerHasFailed { manifestGuard.end(finished.tally, in: ledger) }
            return finished
        }
    }

    /// Records the run in its ledger, then for all other ledgers. Of a run that died between the two only its ledger knows,
    /// so it continues without a question.
    private func begin(
        _ enrolled: EnrolledPlan, _ ledger: any Ledger, _ manifestGuard: ManifestGuard, _ delivery: DeliverySettings,
        reopens: Bool, _ manifest: Manifest
    ) throws -> RunRecord {
        let now = WallClock.milliseconds
        let json = settings.storedJSON(enrolled.forecast.exclusion)
        let run: RunRecord
        if let fleet = ledger as? any FleetStore {
            let terms = FleetSettings(delivery, siteFacts: settings.siteFacts).terms(site: settings.scope.site)
            run = try fleet.beginRun(
                enrolled.plan, settingsJSON: json, terms: terms, reach: try reach(of: enrolled, manifest),
                reopens: reopens, at: now)
        } else {
            run = try ledger.beginRun(enrolled.plan.campaign, settingsJSON: json, at: now)
        }
        do {
            try manifestGuard.begin(at: now)
        } catch {
            try? ledger.endRun(run, at: now, exitCode: 73, tally: enrolled.forecast.counts.tally)
            throw error
        }
        return run
    }

    /// Gives a file that never had a run one: what was sent of it is known from elsewhere, and `report` and `status` go by runs. So
    /// it does where the last run's end is no longer how the file stands, as after a person's verdicts.
    private func record(_ summary: RunSummary, of enrolled: EnrolledPlan, in ledger: any Ledger) throws {
        let identity = enrolled.plan.campaign.identity
        let known = try ledger.latestRun(
            manifest: identity.manifestPath, site: identity.site, batch: .named(identity.batch))
        let code = Int(RunEnd(summary).code)
        guard known == nil || known?.exitCode != code else { return }
        let run = try ledger.beginRun(
            enrolled.plan.campaign, settingsJSON: settings.storedJSON(enrolled.forecast.exclusion),
            at: WallClock.milliseconds)
        try ledger.endRun(
            run, at: WallClock.milliseconds, exitCode: code, tally: summary.tally)
    }

    /// A plan that waits for a person's yes is not reused before it was given.
    private func approve(_ enrolled: EnrolledPlan, _ ledger: any Ledger) throws {
        try enrolled.reported?.record(in: ledger, enrolled.plan.campaign)
        if let served = enrolled.summary.servedElsewhere,
            enrolled.forecast.questions.contains(where: { $0.code == .recipientsServed })
        {
            try ledger.remember(
                QuestionCode.recipientsServed.rawValue, of: enrolled.plan.campaign, recipients: served.recipients)
        }
        // Whoever says that people get a second message has answered what a later run would ask of them.
        if settings.editedRows == .resend, !enrolled.summary.editedServed.isEmpty {
            try ledger.remember(
                QuestionCode.recipientsServed.rawValue, of: enrolled.plan.campaign,
                recipients: enrolled.summary.editedServed.count)
        }
        guard hooks.answer == .ask, enrolled.plan.description.settingsDigest.isEmpty else { return }
        try ledger.approve(enrolled.plan, settingsDigest: settings.settingsDigest)
    }

    /// The first message that will leave, nil when there is none.
    private func first(
        of enrolled: EnrolledPlan, _ manifest: Manifest, _ ledger: any Ledger
    ) async throws -> PlannedMessage? {
        var feed = feed(enrolled, manifest, ledger)
        var message = try await feed.next(1).first?.message
        if let user = settings.selection.testRecipient { message?.user = user }
        return message
    }

    /// The rows of the run, from the first one on.
    private func feed(_ enrolled: EnrolledPlan, _ manifest: Manifest, _ ledger: any Ledger) -> RowFeed {
        RowFeed(
            manifest: manifest, ledger: ledger, grants: ledger, plan: enrolled.plan, counts: enrolled.summary.counts,
            selection: settings.selection)
    }

    /// The rows that one of several senders of the run is handed, but those that it was handed before.
    func feed(
        _ enrolled: EnrolledPlan, _ manifest: Manifest, _ ledger: any Ledger, _ yielded: YieldedRows
    ) -> RowFeed {
        RowFeed(
            manifest: manifest, ledger: ledger, grants: ledger, plan: enrolled.plan, counts: nil,
            selection: settings.selection, yielded: yielded)
    }

    /// How to send, given what earlier runs did.
    func delivery(_ enrolled: EnrolledPlan, _ ledger: any Ledger) throws -> DeliverySettings {
        var delivery = settings.delivery
        let states = enrolled.summary.counts.states
        delivery.successBefore = states[.sent, default: 0] > 0
        delivery.resume(PacingRecord(try ledger.pacing(site: settings.scope.site)), at: WallClock.milliseconds)
        if states[.rejected, default: 0] > 0 {
            let lastSent = enrolled.summary.lastSentAtMilliseconds ?? .min
            for refusal in try ledger.refusals(of: enrolled.plan.campaign) {
                delivery.earlierRefusals.add(refusal.errorKey, wasFollowed: refusal.firstAtMilliseconds < lastSent)
            }
        }
        if !delivery.successBefore {
            // Run by a timer, a site that never answers would else cost three rows each time.
            delivery.rules.silentBeforeSuccess = max(
                1, delivery.rules.silentBeforeSuccess - states[.unknown, default: 0])
        }
        return delivery
    }

    private func deliver(
        _ enrolled: EnrolledPlan, _ manifest: Manifest, _ ledger: any Ledger, _ sender: any MessageSender,
        _ delivery: DeliverySettings
    ) async -> RunSummary {
        if let fleet = ledger as? any FleetStore {
            return await deliverTogether(enrolled, manifest, fleet, sender, delivery)
        }
        hooks.began(enrolled.forecast)
        let tried = TriedCounter()
        let began = ContinuousClock.now
        var loop = Delivery(
            delivery,
            source: feed(enrolled, manifest, ledger),
            ledger: CampaignLedger(ledger: ledger, campaign: enrolled.plan.campaign),
            sender: LeasedSender(sender: sender, ledger: ledger),
            stopSignal: stop,
            gate: gate
        ) { [hooks] event in
            if case .settled(_, let attempt, _, _, _) = event, attempt > 0 { tried.count() }
            hooks.observe(event)
        }
        let end = await loop.run()
        await sender.shutdown()
        var summary = RunSummary()
        summary.stop = end.stop
        summary.rescued = end.rescued
        summary.tried = tried.value
        summary.duration = began.duration(to: .now)
        return summary
    }
}
