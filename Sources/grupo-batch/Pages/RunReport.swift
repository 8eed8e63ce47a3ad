import BatchEngine
import BatchModel
import Foundation
import Reporting
import Text

/// What a run says at its beginning and at its end.
struct RunReport {
    private static let keysShown = 3

    let settings: RunSettings
    let output: OutputArguments

    /// Prints the result on standard output, what went wrong and how to go on on standard error.
    func show(_ summary: RunSummary, _ end: RunEnd) {
        if output.json { Console.out(SummaryJSON(summary, end, settings).text) } else { showText(summary) }
        let style = output.errorStyle
        if !summary.rescued.isEmpty { showRescued(summary.rescued) }
        if let stop = summary.stop {
            Console.err("\(style.red("Stopped:")) \(Self.sentences(of: stop, summary.selected))")
        }
        if summary.reportsLackNames {
            Console.err("The report tells rows by number alone: the names beside them may be others now.")
        }
        if let fault = summary.reportFault {
            Console.err("\(style.red("No report:")) \(DisplayText.oneLine(fault.description, limit: 1_000)).")
            Console.err("Every result is in the ledger; write it again with: \(followUp.report) --output PATH")
        }
        let unknown = summary.tally[.unknown]
        if unknown > 0, settings.selection.testRecipient == nil {
            let (verb, rows) = unknown == 1 ? ("is", "it is") : ("are", "they are")
            let count = "\(Numbers.count(unknown, "row")) \(verb) unknown"
            Console.err(
                "\(style.yellow(count)): the message may have arrived, and \(rows) never sent again without your word.")
            Console.err(
                "Look \(unknown == 1 ? "it" : "them") up on the site, then: \(followUp.resolve) --row N --as sent (or not-sent)"
            )
        }
        if summary.stop?.continuesUnchanged == true, Self.hasMoreToSend(summary.selected) {
            let isBegun = settings.delivery.calendar.startsAt.map { $0 <= WallClock.milliseconds } ?? false
            let command = RepeatedCommand.ofThisProcess
            Console.err("Continue with: \((isBegun ? command.withoutStart : command).text)")
        }
        for step in nextSteps(summary) {
            Console.err(DisplayText.oneLine(step.text, limit: 1_000))
            if let command = step.command { Console.err("  \(command)") }
        }
    }

    /// Whether the same command would send anything: not a row that is unknown, sent or invalid.
    static func hasMoreToSend(_ tally: BatchTally) -> Bool {
        tally[.pending] + tally[.notSent] + tally[.rejected] > 0
    }

    /// Whether a key that nothing came through beside is quoted where the stop is explained.
    private static func isQuoted(_ key: String, by stop: StopReason?) -> Bool {
        guard let stop, !stop.continuesUnchanged else { return false }
        return stop.errorKey == DisplayText.oneLine(key)
    }

    /// What happened and what to do about it; that the command continues is said by the command itself.
    private static func sentences(of stop: StopReason, _ tally: BatchTally) -> String {
        if case .interrupted = stop { return stop.explanation }
        return "\(stop.explanation) \(hasMoreToSend(tally) ? stop.remedy : stop.remedyOfLast)"
    }

    /// What the reports say of how to go on after failures; a stop says it itself, and of a test the ledger knows nothing.
    private func nextSteps(_ summary: RunSummary) -> [NextStep] {
        guard !output.quiet, summary.stop == nil, summary.reportFault == nil, summary.selected.failed > 0 else {
            return []
        }
        guard settings.selection.testRecipient == nil else {
            return [NextStep.refusal(summary.statistics)].compactMap(\.self)
        }
        return NextStep.stepsAfterFailures(summary.statistics, settings.reportContext)
    }

    private var followUp: FollowUp { settings.followUp(ProcessInfo.processInfo.environment) }

    private func showText(_ summary: RunSummary) {
        let style = output.outputStyle
        if summary.tried == 0, summary.stop == nil {
            Console.out(NothingToSend(summary: summary, selection: settings.selection).text)
        }
        Console.out("\(style.bold(Numbers.count(summary.tally.total, "row"))): \(Self.counts(summary.tally, style))")
        for line in ExclusionText.lines(summary.exclusion, label: "  ") { Console.out(line) }
        let keys = summary.statistics.errorKeys.ranked.filter { !Self.isQuoted($0.key, by: summary.stop) }
        for entry in keys.prefix(Self.keysShown) {
            let message = entry.message.map { "  \(DisplayText.oneLine($0, limit: 100))" } ?? ""
            Console.out("  \(Numbers.grouped(entry.count)) × \(DisplayText.oneLine(entry.key, limit: 60))\(message)")
        }
        if keys.count > Self.keysShown {
            Console.out("  and \(Numbers.count(keys.count - Self.keysShown, "more error key"))")
        }
        if summary.tried > 0, !output.quiet {
            let rate = Double(summary.tried) / max(summary.duration.secondsValue, 0.001)
            let pace =
                "\(Numbers.count(summary.tried, "attempt")) in \(summary.duration.text), \(Numbers.grouped(Int(rate)))/s"
            let latency = summary.statistics.latency
            // The latencies are those of all runs of the batch: they say something of this one only when there was no other.
            let isAlone = latency.count > 0 && latency.count <= summary.tried
            Console.out(
                pace
                    + (isAlone
                        ? "; half answered within \(Self.text(latency, 50)), 99% within \(Self.text(latency, 99))."
                        : "."))
        }
        for path in summary.reports { Console.out("Report: \(DisplayText.oneLine(path, limit: 1_000))") }
    }

    /// What so many were answered within: never nothing.
    private static func text(_ latency: LatencyHistogram, _ percentile: Double) -> String {
        Duration.milliseconds(max(1, latency.value(atPercentile: percentile))).text
    }

    private func showRescued(_ rescued: [AttemptRecord]) {
        Console.err(
            "The ledger did not take these results. Keep them in a file and run: \(followUp.resolve) --from FILE")
        for record in rescued { Console.err(RescueLine(record).text) }
    }

    /// The counts of a tally, only those that are not zero; `afterUnknown` is what is to be said of the unknown rows.
    static func counts(_ tally: BatchTally, _ style: Style, afterUnknown: String = "") -> String {
        var parts: [String] = []
        for outcome in [Outcome.sent, .rejected, .notSent, .unknown, .invalid, .excluded, .pending]
        where tally[outcome] > 0 {
            let text = "\(Numbers.grouped(tally[outcome])) \(outcome.words)"
            switch outcome {
            case .sent: parts.append(style.green(text))
            case .rejected, .notSent, .invalid: parts.append(style.red(text))
            case .unknown: parts.append(style.yellow(text) + afterUnknown)
            case .excluded, .pending: parts.append(text)
            }
        }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    /// What begins, in one line.
    static func forecast(_ forecast: RunForecast) -> String {
        if let joining = forecast.joining { return joining }
        let sent = forecast.counts.states[.sent, default: 0]
        let before = sent > 0 ? " (\(Numbers.grouped(sent)) sent before)" : ""
        let rows = Numbers.count(forecast.toSend, "row")
        if let user = forecast.testRecipient {
            let name = DisplayText.revealed(user)
            return "Test: sending \(rows) to “\(name)” on \(forecast.site) instead of to their recipients"
                + (forecast.timing.map { ", \($0)" } ?? "")
        }
        return "Sending \(rows)\(before) to \(forecast.site)" + (forecast.timing.map { ", \($0)" } ?? "")
    }

    /// What `--yes` said yes to.
    static func showAnswered(_ questions: [RunQuestion], _ style: Style) {
        for question in questions {
            Console.err("\(style.yellow("Warning:")) \(DisplayText.oneLine(question.problem, limit: 1_000))")
        }
    }

    /// What a dead run left behind, in one line.
    static func recovered(_ count: Int) -> String {
        "\(Numbers.count(count, "row")) of a run that was cut off \(count == 1 ? "is" : "are") unknown now: the message may have arrived."
    }

    /// A word of a command line as a shell reads it.
    static func quoted(_ text: String) -> String { DisplayText.shellWord(text) }
}

extension RunSettings {
    /// The manifest as the user named it.
    var manifestArgument: String { source.argument }
}
