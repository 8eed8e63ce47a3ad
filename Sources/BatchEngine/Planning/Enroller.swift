import BatchModel
import LedgerStore
import Manifests
import Text

/// A plan that was checked, approved and enrolled.
struct EnrolledPlan: Sendable {
    var plan: StoredPlan
    var summary: EnrolmentSummary
    var forecast: RunForecast
    /// The rows' numbers, for when they can no longer be read.
    var numbers: RowNumbers
    /// What reports beside the file say, to be recorded once the run is approved.
    var reported: ReportedRows?
    var toSend: Int { forecast.toSend }
}

/// The first pass: checks every row, enrols its identity, and refuses what would break the promise.
struct Enroller {
    let settings: RunSettings
    let hooks: RunHooks
    let manifest: Manifest
    let ledger: any Ledger
    let manifestGuard: ManifestGuard
    let stop: StopSignal

    /// Checks and enrols in one transaction; what is refused leaves the ledger as it was.
    func enrol() throws -> EnrolledPlan {
        guard
            let campaign = try ledger.campaign(
                CampaignIdentity(
                    site: settings.scope.site, batch: settings.batch,
                    manifestPath: settings.source.ledgerPath(of: manifest, in: settings.ledger)),
                create: true)
        else { throw RunFault.refused(problem: "The ledger has no campaign for your list.", remedy: "Run again.") }
        if let unchanged = try reuse(campaign) { return unchanged }
        let isFirst = try ledger.storedPlan(campaign) == nil
        do {
            return try enrol(in: campaign, isFirst: isFirst, leavingOut: BitSet(), settings.editedRows)
        } catch let served as ServedTwice {
            var leftOut = BitSet()
            for position in served.positions { leftOut.insert(Int(position)) }
            return try enrol(
                in: campaign, isFirst: isFirst, leavingOut: leftOut, unknown: served.unknown, .keepServed,
                predecessor: served.predecessor)
        }
    }

    /// The campaign's last plan, when nothing it was made from has changed: a run of a million rows then resumes at once.
    private func reuse(_ campaign: Campaign) throws -> EnrolledPlan? {
        guard
            // What lists leave out is told by checking the rows.
            !settings.selection.isPartial, settings.selection.suppressed.isEmpty,
            let stored = try ledger.storedPlan(campaign),
            stored.description.settingsDigest == settings.settingsDigest,
            try stored.description.inputDigest == manifest.inputDigest().description,
            try stored.description.attachmentsFingerprint == manifest.attachmentsFingerprint().description
        else { return nil }
        // What the run is for may differ though the content is the same; then it is planned, or refused, anew.
        guard let earlier = PlanDigest(stored.description.planDigest) else { return nil }
        let plan = settings.terms.digest(contentsOf: earlier)
        guard plan == earlier, (try? settings.terms.refuseOther(plan)) != nil else { return nil }
        let summary = try ledger.summary(stored)
        if summary.servedByOthers > 0 { try ledger.countServed(stored) }
        let answered = try ledger.answered(QuestionCode.recipientsServed.rawValue, of: campaign)
        // What is asked, or left out, about people is said after the rows were checked.
        guard summary.editedServed.isEmpty, RunQuestion.ofCopy(summary, answered: answered).isEmpty,
            settings.editedRows != .keepServed || summary.servedElsewhere == nil
        else { return nil }
        let sendable = summary.counts.sendable
        var others = try manifestGuard.otherLedgers()
        // What a ledger of the earlier rule calls them is told by checking the rows.
        guard others?.needsEarlierSpellings != true else { return nil }
        try others?.compare(stored, in: ledger)
        if sendable > 0 {
            var reported = try ReportedRows(
                settings.priorReports, knownTo: ledger, of: campaign,
                OtherCampaigns(than: settings.scope, settings.sendingFolder, settings.ledgers))
            // What they say of other rows is told by an enrolment.
            if try reported.compare(stored, in: ledger) { return nil }
            if let fault = reported.refusal(knowsFile: true, knowsMost: true, ledger: ledger.displayName) {
                throw fault
            }
            if !reported.questions.isEmpty { return nil }
        }
        if let fault = settings.foreignReport { throw RunFault.report(fault) }
        let questions = try manifestGuard.questions(
            content: stored.description.inputDigest, toSend: sendable, &others)
        if hooks.answer == .refuse, !questions.isEmpty { throw RunFault.unanswered(questions) }
        var forecast = RunForecast(
            toSend: sendable, counts: summary.counts, site: settings.site.canonical,
            planDigest: stored.description.planDigest, recovered: ledger.recovered)
        forecast.questions = questions
        forecast.notices = settings.terms.notices(try manifest.optionUse())
        return EnrolledPlan(plan: stored, summary: summary, forecast: forecast, numbers: RowNumbers(from: firstNumber))
    }

    /// Asks for a second enrolment, without these rows.
    private struct ServedTwice: Error {
        var positions: [Int32]
        /// How many of them are left out although nobody knows whether their recipient got the row as it was.
        var unknown: Int
        var predecessor: Int64?
    }

    private func enrol(
        in campaign: Campaign, isFirst: Bool, leavingOut leftOut: BitSet, unknown: Int = 0,
        _ edited: EditedRowsChoice,
        predecessor: Int64? = nil
    ) throws -> EnrolledPlan {
        var check: ManifestCheck?
        var summary = EnrolmentSummary()
        var questions: [RunQuestion] = []
        let ofBatch = try RunQuestion.ofBatch(campaign.identity, in: ledger)
        let answered = try ledger.answered(QuestionCode.recipientsServed.rawValue, of: campaign)
        var cursor = RowSelection.Cursor(settings.selection)
        var numbers = RowNumbers()
        var limits = CheckLimits(previews: settings.previews, suppressed: settings.selection.suppressed)
        let others = try manifestGuard.otherLedgers()
        limits.findsEarlierSpellings = try ledger.mayHoldEarlierNames() || others?.needsEarlierSpellings == true
        let comparison = RowComparison(
            try ReportedRows(
                settings.priorReports, knownTo: ledger, of: campaign,
                OtherCampaigns(than: settings.scope, settings.sendingFolder, settings.ledgers)), others)
        let plan = try ledger.enrol(
            campaign,
            EnrolmentTerms(
                expectsServed: !comparison.reported.isEmpty, isGone: ManifestSource.isGone,
                standings: comparison.standings, predecessor: predecessor)
        ) {
            enrolment in
            let found = try manifest.checkEach(limits: limits, progress: hooks.reading) { row in
                if row.position % 1_024 == 0, stop.level > .none { throw RunFault.interrupted(signal: stop.signal) }
                numbers.add(position: row.position, row: row.row)
                let isLeftOut = leftOut.contains(enrolment.rows) || row.isSuppressed
                comparison.add(row)
                try enrolment.add(
                    row.enrolled(isLeftOut: isLeftOut), isSelected: cursor.takes(row: row.row), stated: row.stated)
            }
            check = found
            try comparison.tellServed(to: &enrolment, isFirst: isFirst)
            return PlanDescription(
                inputDigest: found.inputDigest.description,
                attachmentsFingerprint: found.attachmentsFingerprint.description,
                planDigest: settings.terms.digest(found.contents).description,
                // Questions without an answer must not be taken over by the next run; damage is said before each, and numbers
                // with gaps are known only to a check.
                settingsDigest: hooks.answer == .ask || !found.damage.isEmpty || !numbers.isPlain(from: firstNumber)
                    ? "" : settings.settingsDigest,
                startedAtMilliseconds: WallClock.milliseconds)
        } approve: { found in
            summary = found
            guard let check else { return }
            questions = try self.questions(check, found, ofBatch, answered: answered, &comparison.others)
            if isFirst, edited != .keepServed, found.selectedSendable > 0 {
                questions += try comparison.others?.copyQuestions() ?? []
            }
            questions += comparison.reported.questions
            // Served rows that are left out make a second enrolment of the same check.
            if leftOut.isEmpty { hooks.checked(check) }
            try settings.terms.refuse(check)
            let refusal = comparison.reported.refusal(
                knowsFile: !isFirst || found.alreadyKnown > 0,
                knowsMost: !isFirst || found.alreadyKnown >= found.newlyEnrolled, ledger: ledger.displayName)
            if let refusal { throw refusal }
            if let fault = settings.foreignReport { throw RunFault.report(fault) }
            let isStrange = isFirst && found.alreadyKnown == 0
            try approve(found, edited, witness: isStrange ? comparison.reported.ownReport : nil)
            if hooks.answer == .refuse, !questions.isEmpty { throw RunFault.unanswered(questions) }
        }
        guard let check else { throw RunFault.refused(problem: "Your list was not checked.", remedy: "Run again.") }
        var forecast = forecast(check, summary)
        forecast.questions = questions
        forecast.damage = check.damage
        forecast.exclusion = check.exclusion
        forecast.notices = settings.terms.notices(check) + RunNotice.ofKeptServed(leftOut.count, unknown: unknown)
        if edited != .resend { forecast.notices += RunNotice.ofNewRows(summary, numbers) }
        return EnrolledPlan(
            plan: plan, summary: summary, forecast: forecast, numbers: numbers, reported: comparison.reported)
    }

    /// The number of the first row when no blank line stands before it.
    private var firstNumber: Int { manifest.format.hasHeader ? 2 : 1 }

    /// What a person must say yes to.
    private func questions(
        _ check: ManifestCheck, _ summary: EnrolmentSummary, _ ofBatch: [RunQuestion], answered: Int,
        _ others: inout OtherLedgers?
    ) throws -> [RunQuestion] {
        let toSend = summary.selectedSendable
        var ofOthers = try manifestGuard.questions(
            content: check.inputDigest.description, toSend: toSend, &others)
        if ofBatch.isEmpty {
            ofOthers +=
                try others?.labelQuestions(manifest: settings.source.ledgerPath(of: manifest, in: settings.ledger))
                ?? []
        }
        guard toSend > 0 else { return settings.questions }
        return settings.questions + ofOthers + RunQuestion.about(check.exclusion) + RunQuestion.about(check.zeroPadding)
            + RunQuestion.about(check.layout)
            + RunQuestion.ofCopy(summary, answered: answered) + RunQuestion.ofForgottenLabel(summary) + ofBatch
    }

    private func approve(
        _ summary: EnrolmentSummary, _ edited: EditedRowsChoice, witness: String?
    ) throws {
        if let other = summary.ofOtherBatch { throw RunFault.ofOtherBatch(other, batch: settings.batch) }
        if edited == .keepServed {
            let otherwise = (summary.servedElsewhere?.positions ?? []) + (summary.servedHere?.positions ?? [])
            if !otherwise.isEmpty {
                throw ServedTwice(
                    positions: Set(summary.editedServed).union(otherwise).sorted(), unknown: summary.editedUnknown,
                    predecessor: summary.predecessor)
            }
        }
        guard !summary.editedServed.isEmpty else { return }
        // An approved plan holds the choice; an answer would make another plan of it.
        let asks = edited == .refuse && settings.expectedPlan == nil
        let choice = asks ? hooks.decideEdited(summary.editedServed.count) : edited
        switch choice {
        case .resend: break
        case .keepServed:
            throw ServedTwice(
                positions: summary.editedServed, unknown: summary.editedUnknown, predecessor: summary.predecessor)
        case .refuse:
            throw RunFault.edited(
                summary.editedServed.count, unknown: summary.editedUnknown, movedFrom: summary.movedFrom,
                report: witness, isNamed: settings.ledger.path == nil)
        }
    }

    private func forecast(
        _ check: ManifestCheck, _ summary: EnrolmentSummary
    ) -> RunForecast {
        RunForecast(
            toSend: summary.selectedSendable, counts: summary.counts, site: settings.site.canonical,
            senders: check.senders, planDigest: settings.terms.digest(check.contents).description,
            recovered: ledger.recovered)
    }
}

extension PlanCounts {
    /// Messages a run may send: never tried, or known not to have been stored.
    fileprivate var sendable: Int { [.pending, .notSent, .rejected].reduce(0) { $0 + states[$1, default: 0] } }
}
