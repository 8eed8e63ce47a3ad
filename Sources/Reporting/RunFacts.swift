import BatchModel

/// What reports for people say about the run, name by name.
enum RunFacts {
    /// One of them; `instant` is what the value says, in milliseconds since 1970 (UTC), where it is a time.
    typealias Fact = (name: String, value: String, instant: Int64?)

    /// The facts that are known, in the order to show them.
    static func facts(_ context: ReportContext) -> [Fact] {
        var facts: [Fact] = [("List", context.manifest, nil)]
        func add(_ name: String, _ value: String?) {
            if let value { facts.append((name, value, nil)) }
        }
        func add(_ name: String, at instant: Int64?) {
            if let instant { facts.append((name, moment(instant), instant)) }
        }
        add("Site", context.site)
        add("Batch", context.batch)
        add("Began", at: context.startedAtMilliseconds)
        add("Ended", at: context.finishedAtMilliseconds)
        add("Report made", at: context.createdAtMilliseconds)
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
