import BatchModel
import Files

/// Writes the report as one JSON object: the run, the rows, then what they come to.
///
/// `samples/report.schema.json` describes it. The sums follow the rows because rows are not kept in memory.
package struct JSONReportWriter: ReportWriter {
    /// How every report of this format begins.
    static let beginning = "{\"format\":\"grupo-batch-report\",\"version\":1,"

    private let sink: any ReportSink
    private let context: ReportContext
    private var written = WrittenRows()
    private var isFirst = true
    private var line = ""

    /// Begins a report.
    package init(to sink: any ReportSink, context: ReportContext) throws(FileFault) {
        self.sink = sink
        self.context = context
        line = Self.beginning + "\n\"run\":"
        addRun()
        line += ",\n\"rows\":["
        try sink.write(line)
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        line.removeAll(keepingCapacity: true)
        line += isFirst ? "\n" : ",\n"
        isFirst = false
        JSONRow.add(entry, to: &line)
        written.count(entry)
        try sink.write(line)
    }

    /// Writes the sums and puts the report in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        try written.check(statistics, context.filter)
        line = "\n],\n\"headline\":"
        JSONText.add(Headline.text(statistics.tally), to: &line)
        line += ",\n\"counts\":"
        addCounts(statistics.tally)
        line += ",\n\"listed\":"
        addCounts(written.tally)
        line += ",\n\"attempts\":\(statistics.attempts),\n\"latency_ms\":"
        addLatency(statistics.latency)
        line += ",\n\"error_keys\":["
        addKeys(statistics.errorKeys)
        line += "],\n\"error_keys_others\":\(statistics.errorKeys.others),\n\"timeline\":"
        addTimeline(statistics.timeline)
        line += ",\n\"next\":["
        addSteps(NextStep.steps(statistics, context))
        line += "]}\n"
        try sink.write(line)
        try sink.commit()
    }
}

extension JSONReportWriter {
    private mutating func addRun() {
        let texts: [(String, String?)] = [
            ("manifest", context.manifest), ("site", context.site), ("batch", context.batch),
            ("manifest_digest", context.manifestDigest), ("plan_digest", context.planDigest),
            ("program", context.program), ("stopped", context.stopped),
        ]
        for (index, (key, value)) in texts.enumerated() {
            line += "\(index == 0 ? "{" : ",")\"\(key)\":"
            JSONText.add(value, to: &line)
        }
        let instants = [
            ("started_at", context.startedAtMilliseconds), ("finished_at", context.finishedAtMilliseconds),
            ("created_at", context.createdAtMilliseconds),
        ]
        for (key, value) in instants {
            line += ",\"\(key)\":"
            JSONText.add(instant: value, to: &line)
        }
        line += ",\"only\":"
        let only = context.filter.outcomes.map { only in
            Outcome.allCases.filter(only.contains).map { "\"\($0.rawValue)\"" }
        }
        line += only.map { "[\($0.joined(separator: ","))]" } ?? "null"
        line += ",\"since\":"
        JSONText.add(instant: context.filter.sinceMilliseconds, to: &line)
        line += ",\"options\":["
        for (index, option) in context.options.enumerated() {
            line += index == 0 ? "{\"name\":" : ",{\"name\":"
            JSONText.add(option.name, to: &line)
            line += ",\"value\":"
            JSONText.add(option.value, to: &line)
            line += "}"
        }
        line += "]}"
    }

    private mutating func addCounts(_ tally: BatchTally) {
        line += "{\"total\":\(tally.total)"
        for outcome in Outcome.allCases { line += ",\"\(outcome.rawValue)\":\(tally[outcome])" }
        line += "}"
    }

    private mutating func addLatency(_ latency: LatencyHistogram) {
        guard latency.count > 0 else {
            line += "null"
            return
        }
        let mean = Double(Int(latency.mean * 1_000)) / 1_000
        line += "{\"count\":\(latency.count),\"min\":\(latency.min),\"mean\":\(mean)"
        for (key, percentile) in [("p50", 50), ("p90", 90), ("p95", 95), ("p99", 99), ("p99_9", 99.9)] {
            line += ",\"\(key)\":\(latency.value(atPercentile: percentile))"
        }
        line += ",\"max\":\(latency.max)}"
    }

    private mutating func addKeys(_ keys: ErrorKeyRanking) {
        for (index, entry) in keys.ranked.enumerated() {
            line += index == 0 ? "\n{\"error_key\":" : ",\n{\"error_key\":"
            JSONText.add(entry.key, to: &line)
            line += ",\"count\":\(entry.count),\"outcome\":\"\(entry.outcome.rawValue)\",\"error_message\":"
            JSONText.add(entry.message, to: &line)
            line += "}"
        }
    }

    private mutating func addTimeline(_ timeline: SendTimeline) {
        guard !timeline.stretches.isEmpty else {
            line += "null"
            return
        }
        line += "{\"started_at\":"
        JSONText.add(instant: timeline.start, to: &line)
        line += ",\"width_ms\":\(timeline.width)"
        for (key, path) in [("sent", \SendTimeline.Stretch.sent), ("failed", \.failed), ("unknown", \.unknown)] {
            line += ",\"\(key)\":[\(timeline.stretches.map { String($0[keyPath: path]) }.joined(separator: ","))]"
        }
        line += "}"
    }

    private mutating func addSteps(_ steps: [NextStep]) {
        for (index, step) in steps.enumerated() {
            line += index == 0 ? "\n{\"text\":" : ",\n{\"text\":"
            JSONText.add(step.text, to: &line)
            line += ",\"command\":"
            JSONText.add(step.command, to: &line)
            line += "}"
        }
    }
}
