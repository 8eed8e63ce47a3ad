import BatchModel
import Digests
import Files
import Foundation
import Mustache
import Text

/// Writes the report as one page for a person: no request to anywhere, nothing in it but this program's own script and
/// style, which the page names by their digests.
///
/// Memory and the file stay below 3 MB, however many rows there are.
package struct HTMLReportWriter: ReportWriter {
    /// How every report of this format begins.
    static let beginning = "<!DOCTYPE html>\n\(ReportFormat.mark)1 -->\n"

    private static let keyLimit = 50
    /// Keys shown at once; the rarer ones unfold.
    private static let keysShown = 8

    private let sink: any ReportSink
    private let context: ReportContext
    private let template: MustacheTemplate
    private let keyTemplate: MustacheTemplate
    private var rows: HTMLRows
    private var written = WrittenRows()

    /// Begins a report.
    package init(to sink: any ReportSink, context: ReportContext) throws(FileFault) {
        self.sink = sink
        self.context = context
        template = try HTMLTemplates.template(HTMLTemplates.page)
        keyTemplate = try HTMLTemplates.template(HTMLTemplates.key)
        rows = try HTMLRows()
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        written.count(entry)
        rows.add(entry)
    }

    /// Writes the page and puts it in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        try written.check(statistics, context.filter)
        var values = head(statistics)
        values.merge(charts(statistics)) { $1 }
        values.merge(list(of: statistics.tally.total)) { $1 }
        try sink.write(Self.beginning + template.render(values))
        try sink.commit()
    }
}

extension HTMLReportWriter {
    private func head(_ statistics: ReportStatistics) -> [String: Any] {
        let steps: [[String: Any]] = NextStep.steps(statistics, context).map { step in
            var values: [String: Any] = ["text": step.text]
            values["command"] = step.command
            return values
        }
        var values: [String: Any] = [
            "style": HTMLStyle.text, "styleHash": Self.hash(HTMLStyle.text), "script": HTMLScript.text,
            "scriptHash": Self.hash(HTMLScript.text), "headline": Headline.text(statistics.tally),
            "manifest": ShownText.clipped(context.manifest), "steps": steps, "hasSteps": !steps.isEmpty,
        ]
        values["facts"] = RunFacts.facts(context).map { fact in
            var value = ["name": fact.name, "value": ShownText.clipped(fact.value, limit: 1_000)]
            value["iso"] = fact.instant.map(Timestamp.iso8601)
            return value
        }
        values.merge(names(statistics)) { $1 }
        values["stopped"] = context.stopped.map { ShownText.clipped($0, limit: 1_000) }
        return values
    }

    /// What the page is called, and what it is about.
    private func names(_ statistics: ReportStatistics) -> [String: Any] {
        let title = context.title.map { ShownText.clipped($0, limit: 200) }
        let headline = Headline.text(statistics.tally)
        var known = [context.site, context.batch.map { "batch \($0)" }].compactMap(\.self).joined(separator: " · ")
        let ended = context.finishedAtMilliseconds
        if !known.isEmpty, ended != nil { known += " ·" }
        var values: [String: Any] = [
            "pageTitle": title.map { "\($0) – \(headline)" } ?? "\(headline) – \(ShownText.clipped(context.manifest))",
            "subline": ShownText.clipped(known, limit: 1_000), "hasSubline": !known.isEmpty || ended != nil,
        ]
        values["title"] = title
        values["ended"] = ended.map { ["iso": Timestamp.iso8601($0), "text": RunFacts.moment($0)] }
        return values
    }

    private func charts(_ statistics: ReportStatistics) -> [String: Any] {
        let ranked = statistics.errorKeys.ranked
        let more = ranked.dropFirst(Self.keyLimit).reduce(statistics.errorKeys.others) { $0 + $1.count }
        let keys = HTMLCharts.keys(ranked.prefix(Self.keyLimit)).map { keyTemplate.render($0) }
        var values: [String: Any] = [
            "segments": HTMLCharts.segments(statistics.tally), "keys": keys.prefix(Self.keysShown).joined(),
            "hasKeys": !ranked.isEmpty,
        ]
        let rare = keys.dropFirst(Self.keysShown)
        if !rare.isEmpty {
            values["rareCount"] = Numbers.count(rare.count, "more error key")
            values["rareKeys"] = rare.joined()
        }
        if more > 0 { values["moreKeys"] = "\(Numbers.count(more, "row")) had other keys." }
        if statistics.tally.total >= HTMLCharts.leastRows {
            values["timeline"] = HTMLCharts.timeline(statistics.timeline)
            values["latency"] = HTMLCharts.latency(statistics.latency)
        }
        values["hasCharts"] = values["timeline"] != nil || values["latency"] != nil
        return values
    }

    private func list(of total: Int) -> [String: Any] {
        let outcomes = Outcome.allCases.filter { outcome in
            written.tally[outcome] > 0 && (rows.listsAll || outcome.isProblem)
        }
        var values: [String: Any] = [
            "listTitle": rows.listsAll ? "Rows" : "Rows that failed or are unknown", "hasRows": rows.listed > 0,
            "rows": rows.html, "data": rows.data,
            "choices": outcomes.map { ["outcome": $0.rawValue, "words": $0.words] },
        ]
        values["listNote"] = note(of: total)
        if rows.selected < rows.listed {
            values["selectionNote"] =
                "Without its script the page shows \(Numbers.grouped(rows.selected)) of \(Numbers.count(rows.listed, "row")), "
                + "those first that failed or are unknown. The CSV report lists every row."
        }
        return values
    }

    private func note(of total: Int) -> String? {
        var sentences = [context.filter.note(listed: written.tally.total, of: total)].compactMap(\.self)
        if !rows.listsAll {
            sentences.append("Rows that are sent, excluded or pending are counted above, not listed here.")
            let leftOut = rows.unknownLeftOut + rows.failedLeftOut
            if leftOut > 0 { sentences.append("\(Numbers.count(leftOut, "more row")) did not fit.") }
            sentences.append("The CSV report lists every row.")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private static func hash(_ text: String) -> String {
        let hasher = SHA256Hasher()
        hasher.update(text)
        return "sha256-" + Data(hasher.finish().bytes).base64EncodedString()
    }
}
