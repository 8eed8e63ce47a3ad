import ArgumentParser
import BatchEngine
import BatchModel
import Files
import GrupoAPI
import LedgerStore
import Manifests
import Reporting
import Text

/// Checks a manifest and shows what was found; sends nothing, writes nothing.
struct ManifestCheckJob {
    let input: ManifestInput
    let site: SiteAddress?
    let reading: ReadingArguments
    let selection: SelectionArguments
    let checking: CheckingArguments
    let ledger: LedgerArguments
    let pace: PaceArguments
    /// The digest the plan must have; nil takes any.
    let plan: String?
    /// Where `send` would write its reports; empty for the usual place.
    var reportPaths: [String] = []
    /// What of a send does nothing here.
    var remarks: [RunNotice] = []
    let output: OutputArguments
    let environment: [String: String]

    func run() throws {
        let log = try RunLog(output)
        try log.keeping { try run(log) }
    }

    private func run(_ log: RunLog) throws {
        let options = try reading.options()
        let selected = try selection.rowSelection(options, environment)
        let reports =
            selection.testTo == nil
            ? PriorReports(manifest: input.source.argument, batch: reading.label).places(replaced: reportPaths) : []
        var preview = ManifestPreview(
            input.source, LedgerFactory(), reading: options, site: site?.canonical, batch: reading.label,
            limits: CheckLimits(
                previews: checking.preview, previewRow: checking.previewRow, previewRows: selected.rows,
                suppressed: selected.suppressed), selection: selected)
        preview.priorReports = reports
        preview.editedRows = selection.editedRows
        preview.origins = reading.origins
        // What goes to a test recipient is recorded for nobody.
        preview.sendingFolder = selection.testTo == nil ? Paths.sendingFolder(environment) : nil
        let address = site.map { Paths.ledger(option: ledger.ledger, site: $0, environment: environment) }
        let spool = output.json ? try FindingsSpool() : nil
        let display = ProgressDisplay(output)
        display.begin(.checking(input.source))
        var found = try preview.run(ledger: address, found: spool.map { spool in { try spool.add($0) } }) {
            display.take($0)
        }
        display.finish()
        var terms = PlanTerms(
            site: site?.canonical, batch: reading.label, reading: try reading.options(), selection: selected,
            editedRows: selection.editedRows, origins: reading.origins, approved: plan)
        terms.optionNames = reading.optionNames
        terms.remarks = pace.remarks + remarks + ledger.remarks(address)
        let digest = terms.digest(found.check.contents)
        let fault = refusal(terms, found, address)
        let notices = fault == nil ? terms.notices(found.check) + found.notices : []
        log.add(.checked(found.check, plan: digest))
        for notice in notices { log.add(.notice(notice)) }
        if let address, selection.testTo == nil {
            found.questions += try preview.questions(found, ledger: address)
        }
        if let spool {
            // It goes past the console, which must be done with its own.
            Console.flush()
            LostOutput.noting { () throws(FileFault) in
                try CheckJSON(
                    found.check, plan: digest, file: input.name, refusal: fault, ledger: found.ledger,
                    questions: found.questions, notices: notices
                )
                .write(spool, to: StandardOutput())
            }
        } else {
            show(found, digest, notices, isRefused: fault != nil)
        }
        if let fault { throw fault }
    }

    /// Why nothing of the manifest would be sent as it is.
    private func refusal(_ terms: PlanTerms, _ found: ManifestPreview.Findings, _ address: LedgerAddress?) -> RunFault?
    {
        do {
            try terms.refuse(found.check)
            if let forgotten = found.forgotten { throw forgotten }
            if let other = found.ofOtherBatch { throw RunFault.ofOtherBatch(other, batch: terms.batch) }
            if found.editedServed > 0, selection.editedRows == .refuse {
                throw RunFault.edited(
                    found.editedServed, unknown: found.editedUnknown, movedFrom: found.movedFrom,
                    report: found.witness, isNamed: address?.path == nil && site != nil)
            }
            return nil
        } catch {
            return RunFault.named(error) as? RunFault ?? .refused(problem: "\(error)", remedy: "Run again.")
        }
    }

    private func show(
        _ found: ManifestPreview.Findings, _ plan: PlanDigest, _ notices: [RunNotice], isRefused: Bool
    ) {
        let file = input.name
        let page = CheckPage(
            style: output.outputStyle, preview: max(checking.preview, checking.previewRow == nil ? 0 : 1),
            testRecipient: selection.testTo)
        if let row = checking.previewRow, found.check.previews.isEmpty {
            Console.err("Row \(row) cannot be shown: it is not in the file, not valid, or excluded.")
        }
        CheckPage(style: output.errorStyle, preview: 0).showProblems(found.check)
        NoticeText(output.errorStyle).show(notices)
        for question in found.questions {
            let text = DisplayText.oneLine("\(question.problem) \(question.remedy)", limit: 1_000)
            Console.err("\(output.errorStyle.yellow("Send will ask:")) \(text)")
        }
        guard !output.quiet else { return }
        page.showSummary(
            found.check, file: file, isRefused: isRefused, selected: selection.isPartial ? found.selected : nil
        ) {
            pace.forecast(rows: found.selected)
        }
        guard !found.check.blocksAllRows else { return }
        Console.out("")
        if let tally = found.ledger {
            Console.out("  ledger       \(RunReport.counts(tally, output.outputStyle))")
            if found.editedServed > 0 {
                Console.out(
                    "  \(Numbers.count(found.editedServed, "recipient")) already got\(found.editedUnknown > 0 ? ", or may have got," : "") something from this file and would get a second message."
                )
            }
        } else {
            Console.out(
                site == nil
                    ? "  The ledger was not consulted: give --site to see what was sent already."
                    : "  Nothing of this was ever sent through this ledger.")
        }
        Console.out("  plan         \(plan)")
        if plan.lacksSite {
            Console.out("               made without a site: send takes it only when it was validated with --site")
        }
    }
}
