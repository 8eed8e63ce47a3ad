import BatchModel
import LedgerStore
import Manifests

/// What `validate` does: the first pass of a run, on nothing but the manifest and a ledger it only reads.
package struct ManifestPreview {
    /// What was found.
    package struct Findings: Sendable {
        /// What is in the manifest.
        package var check: ManifestCheck
        /// What the ledger knows of its rows; nil when it was not consulted, or there is none.
        package var ledger: BatchTally?
        /// Whether the ledger has ever had this file, or knows any of its rows.
        package var isKnown = false
        /// Rows that a run with this selection would try to send.
        package var selected = 0
        /// Recipients who would get a second message because their row was edited.
        package var editedServed = 0
        /// How many of them only may have got it.
        package var editedUnknown = 0
        /// The path that this file seems to have had when those were served; nil when it is the same, or known by its rows.
        package var movedFrom: String?
        /// The report that alone says so, where the ledger knows nothing of the file; nil otherwise.
        package var witness: String?
        /// Rows that were written for another batch, which `send` refuses.
        package var ofOtherBatch: EnrolmentSummary.OtherBatch?
        /// Why `send` would refuse: a report, or another ledger, knows of messages of which the ledger does not.
        package var forgotten: RunFault?
        /// What `send` would ask about.
        package var questions: [RunQuestion] = []
        /// What `send` would say of the rows, beside what it says of options.
        package var notices: [RunNotice] = []
        /// Other ledgers that the questions name already.
        var askedLedgers: Set<String> = []
    }

    let source: ManifestSource
    let reading: ReadingOptions
    let scope: IdentityScope
    let hasSite: Bool
    let ledgers: any LedgerOpener
    private let limits: CheckLimits
    private let selection: RowSelection

    /// Where the values for rows without their own came from; what is not named was typed.
    package var origins: [RowDefault: OptionOrigin] = [:]
    /// What to do with recipients who were served already.
    package var editedRows = EditedRowsChoice.refuse
    /// Where the runs of this user tell each other what they send; nil asks nobody.
    package var sendingFolder: SendingFolder?
    /// Where an earlier report of this manifest would lie.
    package var priorReports: [PriorReportPlace] = []

    /// Prepares a check; without a site the ledger is not consulted. `ledgers` opens it, and those of other runs.
    package init(
        _ source: ManifestSource, _ ledgers: any LedgerOpener, reading: ReadingOptions, site: String?, batch: String?,
        limits: CheckLimits,
        selection: RowSelection = RowSelection()
    ) {
        self.source = source
        self.ledgers = ledgers
        self.reading = reading
        scope = IdentityScope(site: site ?? "", batch: batch)
        hasSite = site != nil
        self.limits = limits
        self.selection = selection
    }

    /// Checks, and looks into the ledger at `address` if there is one; `found` gets every error and warning of the rows.
    package func run(
        ledger address: LedgerAddress?, found: ((Diagnostic) throws -> Void)? = nil,
        progress: @escaping (CheckProgress) -> Void = { _ in }
    ) throws -> Findings {
        try RunFault.naming {
            let manifest = try source.open(reading, scope, sparing: origins.standing)
            var others = try otherLedgers(beside: address)
            guard hasSite, let address, let ledger = try ledgers.openForReading(address) else {
                return try withoutLedger(manifest, address, found, progress, &others)
            }
            defer { ledger.close() }
            let identity = CampaignIdentity(
                site: scope.site, batch: scope.batch, manifestPath: source.ledgerPath(of: manifest, in: address))
            let campaign = try ledger.campaign(identity, create: false)
            var check = ManifestCheck?.none
            var cursor = RowSelection.Cursor(selection)
            var numbers = RowNumbers()
            var limits = limits
            limits.findsEarlierSpellings = try ledger.mayHoldEarlierNames() || others?.needsEarlierSpellings == true
            let isFirst = try campaign.map { try ledger.storedPlan($0) == nil } ?? true
            let comparison = RowComparison(
                try ReportedRows(
                    priorReports, knownTo: ledger, of: campaign, OtherCampaigns(than: scope, sendingFolder, ledgers)),
                others)
            let summary = try ledger.preview(
                campaign, as: identity,
                EnrolmentTerms(
                    expectsServed: !comparison.reported.isEmpty, isGone: ManifestSource.isGone,
                    standings: comparison.standings)
            ) { enrolment in
                check = try manifest.checkEach(limits: limits, progress: progress, found: found) { row in
                    numbers.add(position: row.position, row: row.row)
                    comparison.add(row)
                    try enrolment.add(
                        row.enrolled(isLeftOut: row.isSuppressed), isSelected: cursor.takes(row: row.row),
                        stated: row.stated)
                }
                try comparison.tellServed(to: &enrolment, isFirst: isFirst)
            }
            guard let check else { return try withoutLedger(manifest, address, found, progress, &others) }
            let isPending = summary.selectedSendable > 0
            let questions =
                !isPending
                ? []
                : try questions(check) + comparison.reported.questions + ofServed(summary, campaign, ledger)
                    + RunQuestion.ofBatch(identity, in: ledger)
            var findings = Findings(
                check: check, ledger: summary.counts.tally, isKnown: campaign != nil || summary.alreadyKnown > 0,
                selected: summary.selectedSendable, editedServed: summary.editedServed.count, questions: questions)
            findings.movedFrom = summary.movedFrom
            findings.witness = isFirst && summary.alreadyKnown == 0 ? comparison.reported.ownReport : nil
            findings.editedUnknown = summary.editedUnknown
            if editedRows != .resend { findings.notices = RunNotice.ofNewRows(summary, numbers) }
            findings.ofOtherBatch = summary.ofOtherBatch
            findings.forgotten = comparison.reported.refusal(
                knowsFile: !isFirst || summary.alreadyKnown > 0,
                knowsMost: !isFirst || summary.alreadyKnown >= summary.newlyEnrolled, ledger: address.description)
            try add(&comparison.others, to: &findings, manifest, ledger: address, isFirst: isFirst)
            return findings
        }
    }

    /// What would be asked about people who were served from elsewhere, unless those are left out.
    private func ofServed(
        _ summary: EnrolmentSummary, _ campaign: Campaign?, _ ledger: any Ledger
    ) throws -> [RunQuestion] {
        let answered = try campaign.map { try ledger.answered(QuestionCode.recipientsServed.rawValue, of: $0) } ?? 0
        return (editedRows == .keepServed ? [] : RunQuestion.ofCopy(summary, answered: answered))
            + RunQuestion.ofForgottenLabel(summary)
    }

    private func questions(_ check: ManifestCheck) -> [RunQuestion] {
        RunQuestion.about(check.exclusion) + RunQuestion.about(check.zeroPadding) + RunQuestion.about(check.layout)
    }

    private func withoutLedger(
        _ manifest: Manifest, _ ledger: LedgerAddress?, _ found: ((Diagnostic) throws -> Void)?,
        _ progress: @escaping (CheckProgress) -> Void, _ others: inout OtherLedgers?
    ) throws -> Findings {
        var reported = try ReportedRows(hasSite ? priorReports : [], knownTo: nil, of: nil)
        // Rows handed over one by one cost their keys, which nobody needs when all of them are meant.
        guard selection.isPartial || !selection.suppressed.isEmpty || others?.isEmpty == false || !reported.isEmpty
        else {
            let check = try manifest.check(limits: limits, progress: progress, found: found)
            return Findings(
                check: check, selected: check.valid, questions: check.valid > 0 ? questions(check) : [])
        }
        var cursor = RowSelection.Cursor(selection)
        var selected = 0
        var limits = limits
        limits.findsEarlierSpellings = others?.needsEarlierSpellings == true
        let check = try manifest.checkEach(limits: limits, progress: progress, found: found) { row in
            let isSelected = cursor.takes(row: row.row)
            guard case .ready = row.disposition else { return }
            let isToBeSent = isSelected && !row.isSuppressed
            reported.meet(row, isToBeSent: isToBeSent, known: nil)
            guard isToBeSent else { return }
            selected += 1
            try others?.add(row)
        }
        var findings = Findings(
            check: check, selected: selected, questions: selected > 0 ? questions(check) + reported.questions : [])
        findings.forgotten = reported.refusal(knowsFile: false, knowsMost: false, ledger: ledger?.description ?? "")
        try add(&others, to: &findings, manifest, ledger: ledger)
        return findings
    }
}
