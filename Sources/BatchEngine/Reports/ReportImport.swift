import BatchModel
import LedgerStore
import Manifests
import Reporting
import Text

/// Restores what a report of ours proves about a manifest's rows, which it names by their identity.
///
/// Memory: sixty-four bytes for each line of the report.
package struct ReportImport {
    private let report: PriorReport
    private let manifest: Manifest
    private let identity: CampaignIdentity

    /// What an import did.
    package struct Result: Sendable, Hashable {
        /// What it did to the ledger.
        package var ledger = ImportSummary()
        /// Lines about messages that are in no row of the manifest now: their rows were edited or removed since.
        package var outside = 0
    }

    /// Prepares an import into the campaign that a send of the manifest would be.
    package init(of report: PriorReport, about manifest: Manifest, as identity: CampaignIdentity) {
        self.report = report
        self.manifest = manifest
        self.identity = identity
    }

    /// Records what the report proves, in the ledger's own rules of what replaces what.
    ///
    /// - Throws: `RunFault.unrecorded` when a line proves nothing, when two lines contradict each other, or when no line is about
    ///   this manifest; nothing is recorded then.
    package func restore(in ledger: Ledger) throws -> Result {
        var (lines, run) = try read()
        let contradictions = lines.joinEqual()
        guard contradictions.isEmpty else { throw contradiction(contradictions) }
        var limits = CheckLimits(previews: 0)
        limits.findsEarlierSpellings = try ledger.mayHoldEarlierNames()
        if report.hasDigests { try match(&lines, run, limits) } else { try identify(&lines, run, limits) }
        lines.sortByLine()
        var result = Result()
        result.outside = lines.entries.count { !$0.isOfManifest && $0.state != .pending }
        guard let campaign = try ledger.campaign(identity, create: true) else { return result }
        result.ledger = try ledger.importProven(campaign) { record in
            for entry in lines.entries { try record(ImportedRow(entry, lines.earlier[entry.digest])) }
        }
        try keepRecord(campaign, in: ledger, limits)
        return result
    }

    /// Gives a file that this ledger has no run of the record of one, by which `report`, `status` and `resolve` know it. The next
    /// `send` plans it anew.
    private func keepRecord(_ campaign: Campaign, in ledger: Ledger, _ limits: CheckLimits) throws {
        let known = try ledger.latestRun(
            manifest: identity.manifestPath, site: identity.site, batch: .named(identity.batch))
        guard known == nil, try ledger.storedPlan(campaign) == nil else { return }
        let now = WallClock.milliseconds
        let plan = try ledger.enrol(campaign) { enrolment in
            let check = try manifest.checkEach(limits: limits, progress: { _ in }) { row in
                try enrolment.add(row.enrolled(isLeftOut: false), stated: row.stated)
            }
            return PlanDescription(
                inputDigest: check.inputDigest.description,
                attachmentsFingerprint: check.attachmentsFingerprint.description, planDigest: "", settingsJSON: "",
                startedAtMilliseconds: now)
        } approve: { _ in
        }
        let settings = StoredSettings(manifest.options, site: identity.site, batch: identity.batch)
        let run = try ledger.beginRun(campaign, settingsJSON: RunSettings.json(settings), at: now)
        let tally = try ledger.states(plan)
        let code: RunEnd = tally[.unknown] > 0 ? .someUnknown : tally.failed > 0 ? .someFailed : .complete
        try ledger.endRun(run, at: now, exitCode: Int(code.code), tally: tally)
    }

    // MARK: Reading

    private func read() throws -> (ImportedLines, ReportedRun) {
        var found = ImportedLines()
        var (foreign, unreadable, bare) = (NamedLines(), NamedLines(), NamedLines())
        var lines = report.lines()
        while let item = try lines.next() {
            guard case .line(let line) = item else {
                if case .foreign(let number) = item { foreign.add(number, nil) }
                continue
            }
            switch line.identity {
            case .digest(let digest): found.add(line, digest)
            case .unreadable: unreadable.add(line.line, line.row)
            case .none where !report.hasDigests && line.isProof: found.add(line, .placeholder(ofRow: line.row))
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

    private func match(_ lines: inout ImportedLines, _ run: ReportedRun, _ limits: CheckLimits) throws {
        let check = try check(limits) { row, digest, recipient in
            lines.match(digest, recipient: recipient, row.earlier)
        }
        guard lines.entries.isEmpty || lines.entries.contains(where: \.isOfManifest) else {
            throw stranger(lines.entries.count, run, check)
        }
    }

    /// Matches the lines of an earlier version's report by their numbers, once the plan proves that it is this manifest's.
    private func identify(_ lines: inout ImportedLines, _ run: ReportedRun, _ limits: CheckLimits) throws {
        guard let plan = run.planDigest else { throw earlier }
        lines.sortByRow()
        let check = try check(limits) { row, digest, recipient in
            lines.identify(row: row.row, as: digest, recipient: recipient, row.earlier)
        }
        guard plan == manifest.earlierPlanDigest(inputDigest: check.inputDigest).description else { throw earlier }
        var strange = NamedLines()
        for entry in lines.entries where !entry.isOfManifest { strange.add(Int(entry.line), Int(entry.row)) }
        guard strange.isEmpty else {
            throw refusal("is about no row of \(manifest.displayName)", strange, "Use the report as it was written.")
        }
    }

    /// Calls `body` with every row that could be sent, and refuses a manifest of which no row can be.
    private func check(
        _ limits: CheckLimits, _ body: (CheckedRow, RowDigest, _ recipient: UInt64) -> Void
    ) throws -> ManifestCheck {
        let check = try manifest.checkEach(limits: limits, progress: { _ in }) { row in
            guard case .ready(let key, let ordinal, let recipient) = row.disposition,
                let digest = RowDigest(key: key, ordinal: ordinal)
            else { return }
            body(row, digest, recipient)
        }
        guard check.blocksAllRows else { return check }
        let first = check.fileErrors.first.map { " \($0.problem)" } ?? ""
        throw RunFault.unrecorded(
            problem: "\(manifest.displayName) cannot be used as it is.\(first)",
            remedy: "Put your list back as it was sent, and give the options it was sent with.")
    }

    // MARK: Refusing

    private func refusal(_ what: String, _ lines: NamedLines, _ remedy: String) -> RunFault {
        .unrecorded(problem: "\(report.path): \(lines.sentence(what))", remedy: remedy)
    }

    private func contradiction(_ pairs: [(ImportedLines.Entry, ImportedLines.Entry)]) -> RunFault {
        let shown = pairs.prefix(5).map { "lines \($0.line) and \($1.line)" }.joined(separator: ", ")
        let more = pairs.count > 5 ? " and \(pairs.count - 5) more" : ""
        return .unrecorded(
            problem: "\(report.path) says different things of one row_digest: \(shown)\(more).",
            remedy: "Use the report as it was written.")
    }

    private var proofless: RunFault {
        .unrecorded(
            problem:
                "\(report.path) proves nothing of anybody: it is the report of a test (--test-to), or its row_digest is gone.",
            remedy: "Import the report of the send itself.")
    }

    private var earlier: RunFault {
        .unrecorded(
            problem: """
                \(report.path) is of an earlier version, without the column row_digest, and nothing in it proves that \
                \(manifest.displayName) is the list it is about.
                """,
            remedy: """
                Name the ledger it was sent with (--ledger), or write the report anew from that ledger; an earlier JSON report proves \
                its manifest when that is unchanged. Otherwise take the rows it lists as sent out of your list and send the \
                rest with --batch NAME.
                """)
    }

    private func stranger(_ count: Int, _ run: ReportedRun, _ check: ManifestCheck) -> RunFault {
        let label = identity.batch.map { "with the batch label “\($0)”" } ?? "without a batch label"
        let lines =
            count == 1
            ? "The one line of \(report.path) is no row" : "None of the \(count) lines of \(report.path) is a row"
        return .unrecorded(
            problem: "\(lines) of \(manifest.displayName) as it would be sent to \(identity.site) \(label).",
            remedy: remedy(run, check))
    }

    private func remedy(_ run: ReportedRun, _ check: ManifestCheck) -> String {
        if let site = run.site, site != identity.site { return "The report is of another site: give --site \(site)." }
        if run.site != nil, run.batch ?? "" != identity.batch ?? "" {
            guard let batch = run.batch, !batch.isEmpty else {
                return "The report has no batch label: leave --batch out."
            }
            return "The report is of the batch label “\(batch)”: give it with --batch."
        }
        let options = "such as --sender, --message, --template or --attachment"
        switch run.manifestDigest {
        case nil:
            return """
                Give what it was sent with (--batch, --site, and options \(options)), and put your list back as it was sent.
                """
        case check.inputDigest.description: return "Give the options it was sent with, \(options)."
        default: return "Your list was edited since: put back the file as it was sent, then import again."
        }
    }
}

extension RowDigest {
    /// Stands for a row whose identity is not known yet.
    fileprivate static func placeholder(ofRow row: Int) -> RowDigest {
        RowDigest(key: MessageKey(high: 0, low: UInt64(clamping: row)), ordinal: UInt32(0))
    }
}
