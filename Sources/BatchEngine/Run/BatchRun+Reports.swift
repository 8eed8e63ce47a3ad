import BatchModel
import Files
import LedgerStore
import Manifests
import Reporting
import Text

/// How a run ends: its reports, or what takes their place.
extension BatchRun {
    /// Reports what a run came to, and ends it in the ledger.
    func finish(
        _ enrolled: EnrolledPlan, _ manifest: Manifest, _ ledger: any Ledger, run: RunRecord?, _ done: RunSummary
    ) throws -> RunSummary {
        var summary = done
        summary.exclusion = enrolled.forecast.exclusion
        summary.notices = enrolled.forecast.notices
        summary.recovered = ledger.recovered
        let written = WrittenReports()
        if run == nil { summary.completedEarlierAtMilliseconds = enrolled.summary.lastSentAtMilliseconds }
        do {
            let totals = try report(enrolled, manifest, ledger, run: run, summary, written)
            summary.tally = totals.statistics.tally
            summary.selected = totals.selected
            summary.statistics = totals.statistics
            summary.reports = settings.reports.map(\.path)
        } catch  where error is ManifestFault || error is ManifestChanged {
            // The names beside the rows cannot be told, but what was sent must be.
            summary.stop = summary.stop ?? .input(error)
            try reportWithoutNames(enrolled, ledger, run: run, &summary, written)
        } catch let fault as FileFault {
            summary.reportFault = fault
            try countWithoutReport(enrolled.plan, ledger, &summary)
        } catch  where summary.ledgerHasFailed {
            try countWithoutReport(enrolled.plan, ledger, &summary)
        }
        // For the others it goes on.
        if let run, !summary.ledgerHasFailed, summary.stop != .leftIdle {
            try ledger.endRun(
                run, at: WallClock.milliseconds, exitCode: Int(RunEnd(summary).code), tally: summary.tally)
        }
        if !summary.ledgerHasFailed { written.remember(in: ledger, of: enrolled.plan.campaign) }
        return summary
    }

    /// The ledger knows every row even when no report could be written, or the names beside the rows cannot be trusted.
    private func countWithoutReport(_ plan: StoredPlan, _ ledger: any Ledger, _ summary: inout RunSummary) throws {
        do {
            summary.tally = try ledger.states(plan)
            summary.selected = summary.tally
        } catch  where summary.ledgerHasFailed {
            // The results at hand must reach the user, whatever else fails.
        }
    }

    private func reportWithoutNames(
        _ enrolled: EnrolledPlan, _ ledger: any Ledger, run: RunRecord?, _ summary: inout RunSummary,
        _ written: WrittenReports
    ) throws {
        guard enrolled.numbers.isComplete else { return try countWithoutReport(enrolled.plan, ledger, &summary) }
        do {
            let totals = try NamelessReport(
                entries: PlannedEntries(ledger, enrolled.plan), numbers: enrolled.numbers, selection: settings.selection
            ).write(to: try writers(enrolled, run: run, summary, written))
            summary.tally = totals.statistics.tally
            summary.selected = totals.selected
            summary.statistics = totals.statistics
            summary.reports = settings.reports.map(\.path)
            summary.reportsLackNames = true
        } catch let fault as FileFault {
            summary.reportFault = fault
            try countWithoutReport(enrolled.plan, ledger, &summary)
        } catch  where summary.ledgerHasFailed {
            try countWithoutReport(enrolled.plan, ledger, &summary)
        }
    }

    private func report(
        _ enrolled: EnrolledPlan, _ manifest: Manifest, _ ledger: any Ledger, run: RunRecord?, _ summary: RunSummary,
        _ written: WrittenReports
    ) throws -> ReportBuilder.Totals {
        try ReportBuilder(
            manifest: manifest, entries: PlannedEntries(ledger, enrolled.plan), selection: settings.selection,
            leftOut: try LeftOutRows(manifest, ledger, enrolled.plan),
            progress: { [hooks, rows = enrolled.plan.rows] in hooks.reporting($0, rows) }
        ).write(to: try writers(enrolled, run: run, summary, written))
    }

    private func writers(
        _ enrolled: EnrolledPlan, run: RunRecord?, _ summary: RunSummary, _ written: WrittenReports
    ) throws -> [any ReportWriter] {
        var context = settings.reportContext
        context.add(summary.exclusion)
        context.site = settings.scope.site
        context.batch = settings.batch
        context.manifestDigest = enrolled.plan.description.inputDigest
        context.planDigest = enrolled.plan.description.planDigest
        context.startedAtMilliseconds = run?.startedAtMilliseconds
        context.finishedAtMilliseconds = run == nil ? nil : WallClock.milliseconds
        context.createdAtMilliseconds = WallClock.milliseconds
        context.stopped = summary.stop?.explanation
        return try settings.reports.map { destination in
            try destination.writer(withByteOrderMark: settings.byteOrderMark, context: context) {
                written.add(destination.path, $0)
            }
        }
    }
}
