import BatchModel
import LedgerStore
import Manifests
import Reporting
import Text

/// Restores what a report of ours proves about a manifest's rows, which it names by their identity.
///
/// Memory: sixty-four bytes for each line of the report.
package struct ReportImport {
    let report: PriorReport
    let manifest: Manifest
    let identity: CampaignIdentity
    let ledgers: any LedgerOpener

    /// What an import did.
    package struct Result: Sendable, Hashable {
        /// What it did to the ledger.
        package var ledger = ImportSummary()
        /// Lines about messages that are in no row of the manifest now: their rows were edited or removed since.
        package var outside = 0
        /// Rows of the manifest that no line is about, and of which the ledger knew nothing else.
        package var unlisted = 0
        /// What the next send will ask because not all that was sent before is known now.
        package var questions: [RunQuestion] = []
    }

    /// Prepares an import into the campaign that a send of the manifest would be; `ledgers` opens those of other runs.
    package init(
        of report: PriorReport, about manifest: Manifest, as identity: CampaignIdentity, _ ledgers: any LedgerOpener
    ) {
        self.report = report
        self.manifest = manifest
        self.identity = identity
        self.ledgers = ledgers
    }

    /// Records what the report proves, in the ledger's own rules of what replaces what; `sendingFolder` is where the runs of this
    /// user tell what they sent.
    ///
    /// - Throws: `RunFault.unrecorded` when a line proves nothing, when two lines contradict each other, or when no line is about
    ///   this manifest; nothing is recorded then.
    package func restore(in ledger: any Ledger, sendingFolder: SendingFolder? = nil) throws -> Result {
        var (lines, run) = try read()
        let contradictions = lines.joinEqual()
        guard contradictions.isEmpty else { throw contradiction(contradictions) }
        var limits = CheckLimits(previews: 0)
        limits.findsEarlierSpellings = try ledger.mayHoldEarlierNames()
        var unlisted = UnlistedRows(ledger)
        let check =
            report.hasDigests
            ? try match(&lines, run, limits, &unlisted) : try identify(&lines, run, limits, &unlisted)
        lines.sortByLine()
        var result = Result()
        result.unlisted = try unlisted.total()
        result.outside = lines.entries.count { !$0.isOfManifest && $0.state != .pending }
        guard let campaign = try ledger.campaign(identity, create: true) else { return result }
        result.ledger = try ledger.importProven(campaign) { record in
            var details = ImportedDetails(of: report)
            for entry in lines.entries {
                var row = ImportedRow(entry, lines.earlier[entry.digest])
                row.add(try details.of(entry))
                try record(row)
            }
        }
        try keepRecord(campaign, in: ledger, limits)
        if let sendingFolder { result.questions = try questions(campaign, check, in: ledger, sendingFolder) }
        return result
    }

    /// Gives a file that this ledger has no run of the record of one, by which `report`, `status` and `resolve` know it. The next
    /// `send` plans it anew.
    private func keepRecord(_ campaign: Campaign, in ledger: any Ledger, _ limits: CheckLimits) throws {
        let known = try ledger.latestRun(
            manifest: identity.manifestPath, site: identity.site, batch: .named(identity.batch))
        guard known == nil, try ledger.storedPlan(campaign) == nil else { return }
        let now = WallClock.milliseconds
        let plan = try ledger.enrol(campaign, EnrolmentTerms()) { enrolment in
            let check = try manifest.checkEach(limits: limits, progress: { _ in }) { row in
                try enrolment.add(row.enrolled(isLeftOut: false), stated: row.stated)
            }
            return PlanDescription(
                inputDigest: check.inputDigest.description,
                attachmentsFingerprint: check.attachmentsFingerprint.description, planDigest: "", settingsDigest: "",
                startedAtMilliseconds: now)
        } approve: { _ in
        }
        let settings = StoredSettings(manifest.options, site: identity.site, batch: identity.batch)
        let run = try ledger.beginRun(campaign, settingsJSON: RunSettings.json(settings), at: now)
        let tally = try ledger.states(plan)
        let code: RunEnd = tally[.unknown] > 0 ? .someUnknown : tally.failed > 0 ? .someFailed : .complete
        try ledger.endRun(run, at: now, exitCode: Int(code.code), tally: tally)
    }

    /// What is asked before rows are sent that may have been sent in runs after the report.
    private func questions(
        _ campaign: Campaign, _ check: ManifestCheck, in ledger: any Ledger, _ folder: SendingFolder
    ) throws -> [RunQuestion] {
        let tally = try ledger.storedPlan(campaign).map { try ledger.states($0) } ?? BatchTally()
        guard tally[.pending] + tally[.rejected] + tally[.notSent] > 0 else { return [] }
        let scope = IdentityScope(site: identity.site, batch: identity.batch)
        let keys = SendingKeys(
            path: scope.sendingKey(path: manifest.realPath),
            content: scope.sendingKey(content: check.inputDigest.description))
        return try SendingRegistry(folder).questions(
            keys, manifest: identity.manifestPath, through: OwnLedger(identity, ledger, at: ledger.address, ledgers),
            but: [])
    }

    // MARK: Reading

    private func read() throws -> (ImportedLines, ReportedRun) {
        var found = ImportedLines()
        var (foreign, unreadable, bare) = (NamedLines(), NamedLines(), NamedLines())
        var lines = report.lines()
        var count: UInt32 = 0
        while let item = try lines.next() {
            guard case .line(let line) = item else {
                if case .foreign(let number) = item { foreign.add(number, nil) }
                continue
            }
            defer { count += 1 }
            switch line.identity {
            case .digest(let digest): found.add(line, at: count, digest)
            case .unreadable: unreadable.add(line.line, line.row)
            case .none where !report.hasDigests && line.isProof:
                found.add(line, at: count, .placeholder(ofRow: line.row))
            case .none: if line.isProof { bare.add(line.line, line.row) }
            }
        }
        if !foreign.isEmpty {
            throw refusal("is no line of a results report", foreign, "Use the report as it was written.")
        }
        if !unreadable.isEmpty {
            throw refusal("has a row_digest that is none", unreadable, "Use the report as it was written.")
        }
        let run = lines.run
        if run.isTest || !bare.isEmpty && found.entries.isEmpty { throw proofless }
        if !bare.isEmpty {
            throw refusal(
                "says what became of a row and has no row_digest", bare, "Use the report as it was written.")
        }
        return (found, run)
    }

    // MARK: Matching

    private func match(
        _ lines: inout ImportedLines, _ run: ReportedRun, _ limits: CheckLimits, _ unlisted: inout UnlistedRows
    ) throws -> ManifestCheck {
        let check = try check(limits) { row, digest, recipient in
            guard !lines.match(digest, recipient: recipient, row.earlier) else { return }
            try unlisted.add(digest, row.earlier)
        }
        guard lines.entries.isEmpty || lines.entries.contains(where: \.isOfManifest) else {
            throw stranger(lines.entries.count, run, check)
        }
        return check
    }

    /// Matches the lines of an earlier version's report by their numbers, once the plan proves that it is this manifest's.
    private func identify(
        _ lines: inout ImportedLines, _ run: ReportedRun, _ limits: CheckLimits, _ unlisted: inout UnlistedRows
    ) throws -> ManifestCheck {
        guard let plan = run.planDigest else { throw earlier }
        lines.sortByRow()
        let check = try check(limits) { row, digest, recipient in
            guard !lines.identify(row: row.row, as: digest, recipient: recipient, row.earlier) else { return }
            try unlisted.add(digest, row.earlier)
        }
        guard plan == manifest.earlierPlanDigest(inputDigest: check.inputDigest).description else { throw earlier }
        var strange = NamedLines()
        for entry in lines.entries where !entry.isOfManifest { strange.add(Int(entry.line), Int(entry.row)) }
        guard strange.isEmpty else {
            throw refusal("is about no row of \(manifest.displayName)", strange, "Use the report as it was written.")
        }
        return check
    }

    /// Calls `body` with every row that could be sent, and refuses a manifest of which no row can be.
    private func check(
        _ limits: CheckLimits, _ body: (CheckedRow, RowDigest, _ recipient: UInt64) throws -> Void
    ) throws -> ManifestCheck {
        let check = try manifest.checkEach(limits: limits, progress: { _ in }) { row in
            guard case .ready(let key, let ordinal, let recipient) = row.disposition,
                let digest = RowDigest(key: key, ordinal: ordinal)
            else { return }
            try body(row, digest, recipient)
        }
        guard check.blocksAllRows else { return check }
        let first = check.fileErrors.first.map { " \($0.problem)" } ?? ""
        throw RunFault.unrecorded(
            problem: "\(manifest.displayName) cannot be used as it is.\(first)",
            remedy: "Put your list back as it was sent, and give the options it was sent with.")
    }
}

extension RowDigest {
    /// Stands for a row whose identity is not known yet.
    fileprivate static func placeholder(ofRow row: Int) -> RowDigest {
        RowDigest(key: MessageKey(high: 0, low: UInt64(clamping: row)), ordinal: UInt32(0))
    }
}
