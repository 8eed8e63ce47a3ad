import BatchModel
import Files
import Text

/// Writes one JUnit test case per row: an unknown row is an error, a failed one a failure, one that was not tried is
/// skipped.
///
/// Valid against the schemas of Ant and Jenkins. The counts stand before the cases, so the cases wait in a file.
package struct JUnitReportWriter: ReportWriter {
    /// How every report of this format begins.
    static let beginning = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(ReportFormat.mark)1 -->\n"

    private let sink: any ReportSink
    private let context: ReportContext
    private let cases: SpoolFile
    private let className: String
    private var written = WrittenRows()
    private var milliseconds = 0

    /// Begins a report.
    package init(to sink: any ReportSink, context: ReportContext) throws(FileFault) {
        self.sink = sink
        self.context = context
        cases = try SpoolFile()
        className = ShownText.markup(Self.className(context.manifest))
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        written.count(entry)
        milliseconds += entry.trace.durationMilliseconds ?? 0
        let time = Numbers.thousandths(entry.trace.durationMilliseconds ?? 0)
        var text = "<testcase name=\"row \(entry.row): \(ShownText.markup(entry.user))\" classname=\"\(className)\""
        text += " time=\"\(time)\""
        switch entry.outcome {
        case .sent: text += "/>\n"
        case .excluded, .pending: text += "><skipped/></testcase>\n"
        case .unknown: text += ">\(Self.problem("error", entry))</testcase>\n"
        case .rejected, .notSent, .invalid: text += ">\(Self.problem("failure", entry))</testcase>\n"
        }
        try cases.write(text)
    }

    /// Writes the counts and the cases and puts the report in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        try written.check(statistics, context.filter)
        try sink.write(Self.beginning + "<testsuites>\n" + suite + properties(statistics))
        try cases.copy(to: sink)
        try sink.write("<system-out/>\n<system-err/>\n</testsuite>\n</testsuites>\n")
        try sink.commit()
    }

    /// The manifest's name as a class of the package `grupo-batch`: tools take dots and slashes for parts of the name.
    private static func className(_ manifest: String) -> String {
        let name = manifest.split(separator: "/").last ?? Substring(manifest)
        return "grupo-batch." + name.replacing(".", with: "_")
    }

    private static func problem(_ element: String, _ entry: ReportEntry) -> String {
        let type = ShownText.markup(entry.trace.errorKey ?? entry.outcome.rawValue)
        let message = ShownText.markup(entry.trace.errorMessage ?? entry.outcome.words)
        var facts = [entry.outcome.words, Numbers.count(entry.trace.attempts, "attempt")]
        if let status = entry.trace.httpStatus { facts.append("HTTP \(status)") }
        return "<\(element) type=\"\(type)\" message=\"\(message)\">\(facts.joined(separator: ", "))</\(element)>"
    }

    private var suite: String {
        let tally = written.tally
        let began = context.startedAtMilliseconds ?? context.createdAtMilliseconds ?? 0
        return
            "<testsuite name=\"grupo-batch \(ShownText.markup(context.manifest))\" package=\"grupo-batch\" id=\"0\" hostname=\"localhost\""
            + " timestamp=\"\(Timestamp.iso8601(began).prefix(19))\" tests=\"\(tally.total)\""
            + " failures=\"\(tally.failed)\" errors=\"\(tally[.unknown])\""
            + " skipped=\"\(tally[.excluded] + tally[.pending])\" time=\"\(Numbers.thousandths(milliseconds))\">\n"
    }

    private func properties(_ statistics: ReportStatistics) -> String {
        var facts = RunFacts.facts(context).map { (name: $0.name, value: $0.value) }
        facts.insert(("Result", Headline.text(statistics.tally)), at: 0)
        if let note = context.filter.note(listed: written.tally.total, of: statistics.tally.total) {
            facts.insert(("Note", note), at: 1)
        }
        let lines = facts.map { fact in
            "<property name=\"\(ShownText.markup(fact.name))\" value=\"\(ShownText.markup(fact.value))\"/>\n"
        }
        return "<properties>\n\(lines.joined())</properties>\n"
    }
}
