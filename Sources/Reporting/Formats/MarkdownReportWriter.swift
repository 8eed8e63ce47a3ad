import BatchModel
import Files
import Text

/// Writes a summary in Markdown, with the rows that failed or may have arrived.
///
/// All counts, the most frequent error keys, and the first rows of each kind; the other formats list every row.
package struct MarkdownReportWriter: ReportWriter {
    /// How every report of this format begins.
    static let beginning = "\(ReportFormat.mark)1 -->\n"

    private static let unknownLimit = 100
    private static let failedLimit = 200
    private static let keyLimit = 20

    private let sink: any ReportSink
    private let context: ReportContext
    private var written = WrittenRows()
    private var listed: [String] = []
    private var listedUnknown = 0

    /// Begins a report.
    package init(to sink: any ReportSink, context: ReportContext) {
        self.sink = sink
        self.context = context
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        written.count(entry)
        switch entry.outcome {
        case .sent, .excluded, .pending: return
        case .unknown:
            guard listedUnknown < Self.unknownLimit else { return }
            listedUnknown += 1
        case .rejected, .notSent, .invalid:
            guard listed.count - listedUnknown < Self.failedLimit else { return }
        }
        let reason = [entry.trace.errorKey ?? "", entry.trace.errorMessage ?? "", entry.id ?? ""].map {
            MarkdownText.cell($0)
        }
        listed.append(
            "| \(entry.row) | \(MarkdownText.cell(entry.user)) | \(entry.outcome.words) | "
                + "\(reason.joined(separator: " | ")) |\n")
    }

    /// Writes the report and puts it in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        try written.check(statistics, context.filter)
        let parts = [
            heading(statistics), counts(statistics), steps(statistics), keys(statistics), latency(statistics),
            rows(statistics), run(),
        ]
        try sink.write(Self.beginning + parts.compactMap(\.self).joined(separator: "\n"))
        try sink.commit()
    }
}

extension MarkdownReportWriter {
    private func heading(_ statistics: ReportStatistics) -> String {
        var text = "# Results of \(MarkdownText.cell(context.manifest))\n"
        if let title = context.title {
            let shown = MarkdownText.plain(ShownText.clipped(title, limit: 200))
            text = "# \(shown)\n\nResults of \(MarkdownText.cell(context.manifest))\n"
        }
        text += "\n**\(Headline.text(statistics.tally))**\n"
        if let note = context.filter.note(listed: written.tally.total, of: statistics.tally.total) {
            text += "\n\(MarkdownText.plain(note))\n"
        }
        if let stopped = context.stopped { text += "\nStopped: \(MarkdownText.plain(stopped))\n" }
        return text
    }

    private func counts(_ statistics: ReportStatistics) -> String {
        let total = statistics.tally.total
        var text = "| Outcome | Rows | Share |\n| --- | ---: | ---: |\n"
        let outcomes = Outcome.allCases.filter { statistics.tally[$0] > 0 }
        let shares = Numbers.shares(outcomes.map { statistics.tally[$0] })
        for (outcome, share) in zip(outcomes, shares) {
            text += "| \(outcome.words) | \(Numbers.grouped(statistics.tally[outcome])) | \(share) |\n"
        }
        return text + "| all | \(Numbers.grouped(total)) | |\n"
    }

    private func steps(_ statistics: ReportStatistics) -> String? {
        let steps = NextStep.steps(statistics, context)
        guard !steps.isEmpty else { return nil }
        let texts = steps.map { step in "\n\(step.text)\n" + (step.command.map { "\n" + MarkdownText.block($0) } ?? "")
        }
        return "## What to do next\n" + texts.joined()
    }

    private func keys(_ statistics: ReportStatistics) -> String? {
        let ranked = statistics.errorKeys.ranked
        guard !ranked.isEmpty else { return nil }
        var text = "## What went wrong\n\n| Rows | Error key | For example |\n| ---: | --- | --- |\n"
        for entry in ranked.prefix(Self.keyLimit) {
            text += "| \(Numbers.grouped(entry.count)) | \(MarkdownText.cell(entry.key)) |"
            text += " \(MarkdownText.cell(entry.message ?? "")) |\n"
        }
        let more = ranked.dropFirst(Self.keyLimit).reduce(statistics.errorKeys.others) { $0 + $1.count }
        return more == 0 ? text : text + "\n\(Numbers.count(more, "row")) had other keys.\n"
    }

    private func latency(_ statistics: ReportStatistics) -> String? {
        let latency = statistics.latency
        guard latency.count > 0 else { return nil }
        let columns = LatencyHistogram.shownPercentiles.map { percentile in
            (percentile.name, Duration.milliseconds(latency.value(atPercentile: percentile.value)).text)
        }
        let all = columns + [("slowest", Duration.milliseconds(latency.max).text)]
        return "## Time per message\n\n| \(all.map(\.0).joined(separator: " | ")) |\n"
            + "|\(String(repeating: " ---: |", count: all.count))\n| \(all.map(\.1).joined(separator: " | ")) |\n"
    }

    private func rows(_ statistics: ReportStatistics) -> String? {
        guard !listed.isEmpty else { return nil }
        let more = written.tally.failed + written.tally[.unknown] - listed.count
        return "## Rows that failed or are unknown\n\n"
            + "| Row | User | Outcome | Error key | Error message | Id |\n| ---: | --- | --- | --- | --- | --- |\n"
            + listed.joined()
            + (more == 0 ? "" : "\n\(Numbers.count(more, "row")) more; the CSV report lists them.\n")
    }

    private func run() -> String {
        let facts = RunFacts.facts(context).map { "- \($0.name): \(MarkdownText.cell($0.value))\n" }
        return "## This run\n\n" + facts.joined()
    }
}
