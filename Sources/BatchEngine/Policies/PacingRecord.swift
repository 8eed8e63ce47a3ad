/// What is kept of a site, so that the next run does not begin with a burst, before the site allows it, or with what was refused.
package struct PacingRecord: Sendable, Hashable {
    /// When the last attempt started, in milliseconds since 1970 (UTC).
    package var lastStart: Int64?
    /// The day that attempts are counted for, in days since 1 January 1970.
    package var day: Int?
    /// How many attempts were started on it.
    package var startedOnDay = 0
    /// A wait the site asked for; nil when there is nothing to say about one.
    package var closure: SiteClosure?
    /// Whether such a wait is over.
    package var isClosureOver = false
    /// What was found of the site's refusals; nil when nothing new was.
    package var refusals: RefusalHistory?

    /// Nothing was sent yet.
    package init() {}

    /// Reads what the ledger keeps; values that mean nothing are ignored.
    package init(_ values: [String: String]) {
        lastStart = values["last_start"].flatMap { Int64($0) }
        day = values["day"].flatMap { Int($0) }
        startedOnDay = values["started_on_day"].flatMap { Int($0) } ?? 0
        closure = values["closed"].flatMap(SiteClosure.init)
        refusals = values["refusals"].flatMap(RefusalHistory.init)
    }

    /// The record as the ledger keeps it.
    package var values: [String: String] {
        var values: [String: String] = [:]
        values["last_start"] = lastStart.map { String($0) }
        // A run without a quota counts nothing, and must not overwrite the count of one that does.
        if let day {
            values["day"] = String(day)
            values["started_on_day"] = String(startedOnDay)
        }
        if isClosureOver || closure != nil { values["closed"] = closure?.text ?? "" }
        values["refusals"] = refusals?.text
        return values
    }

    /// How long the rate still forbids a start; never longer than its interval, whatever the clock did meanwhile.
    package func wait(for rate: SendRate, at now: Int64) -> Duration {
        guard let lastStart else { return .zero }
        return max(.zero, min(rate.interval, rate.interval - .milliseconds(now - lastStart)))
    }
}
