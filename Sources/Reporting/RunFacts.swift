import BatchModel

/// What reports for people say about the run, name by name.
enum RunFacts {
    /// The facts that are known, in the order to show them.
    static func facts(_ context: ReportContext) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [("List", context.manifest)]
        func add(_ name: String, _ value: String?) {
            if let value { facts.append((name, value)) }
        }
        add("Site", context.site)
        add("Batch", context.batch)
        add("Began", context.startedAtMilliseconds.map(moment))
        add("Ended", context.finishedAtMilliseconds.map(moment))
        add("Report made", context.createdAtMilliseconds.map(moment))
        add("Plan", context.planDigest)
        for option in context.options { add(option.name, option.value) }
        add("Made by", context.program)
        return facts
    }

    /// An instant to the second: `2026-08-02 09:00:00 UTC`.
    static func moment(_ milliseconds: Int64) -> String {
        let text = Timestamp.iso8601(milliseconds)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }
}

extension LatencyHistogram {
    /// The percentiles that reports show.
    static let shownPercentiles: [(name: String, value: Double)] = [
        ("50 %", 50), ("90 %", 90), ("95 %", 95), ("99 %", 99), ("99.9 %", 99.9),
    ]
}
