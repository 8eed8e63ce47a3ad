import BatchEngine
import BatchModel
import Foundation
import Reporting
import Text

/// A run's result as one JSON object.
struct SummaryJSON {
    let text: String

    private struct Fields: Encodable {
        var manifest: String
        var site: String
        var batch: String?
        var exitCode: Int32
        /// Why the exit code is not 0, as every failure is told to programs.
        var code: String?
        var message: String?
        var remedy: String?
        var rows: Int
        var counts: [String: Int]
        var selected: [String: Int]
        var exclusion: ExclusionText.Fields?
        var attempts: Int
        var durationMs: Int64
        var errorKeys: [Key]
        var reports: [String]
        var stopped: String?
        var notices: [RunNotice]
    }

    private struct Key: Encodable {
        var errorKey: String
        var count: Int
        var errorMessage: String?
    }

    init(_ summary: RunSummary, _ end: RunEnd, _ settings: RunSettings) {
        let isWhole = end == .complete
        text = JSONText.of(
            Fields(
                manifest: settings.manifestArgument, site: settings.site.canonical, batch: settings.batch,
                exitCode: end.code,
                code: isWhole ? nil : ExitStatus(rawValue: end.code)?.word,
                message: isWhole ? nil : Self.message(summary), remedy: isWhole ? nil : Self.remedy(summary, settings),
                rows: summary.tally.total, counts: JSONText.counts(summary.tally),
                selected: JSONText.counts(summary.selected), exclusion: ExclusionText.Fields(summary.exclusion),
                attempts: summary.tried,
                durationMs: summary.duration.milliseconds,
                errorKeys: summary.statistics.errorKeys.ranked.map {
                    Key(errorKey: $0.key, count: $0.count, errorMessage: $0.message)
                },
                reports: summary.reports, stopped: summary.stop?.explanation,
                notices: summary.notices))
    }

    private static func message(_ summary: RunSummary) -> String {
        if let stop = summary.stop { return stop.explanation }
        if let fault = summary.reportFault { return "\(DisplayText.oneLine(fault.description, limit: 1_000))." }
        let counts = RunReport.counts(summary.selected, Style(.never, isTerminal: false))
        return "\(Numbers.count(summary.selected.total, "row")): \(counts)."
    }

    /// What to do, as the terminal and the reports say it.
    private static func remedy(_ summary: RunSummary, _ settings: RunSettings) -> String {
        if let stop = summary.stop {
            return RunReport.hasMoreToSend(summary.selected) ? stop.remedy : stop.remedyOfLast
        }
        if summary.reportFault != nil {
            let again = settings.followUp(ProcessInfo.processInfo.environment).report
            return "Every result is in the ledger; write it again with: \(again) --output PATH"
        }
        guard settings.selection.testRecipient == nil else {
            return "Look at the report for the rows and why, correct the cause, and test again."
        }
        return NextStep.steps(summary.statistics, settings.reportContext).map { step in
            step.text + (step.command.map { " \($0)" } ?? "")
        }.joined(separator: " ")
    }
}
