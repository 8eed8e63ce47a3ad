import BatchModel
import LedgerStore
import Text

/// How a run sends.
package struct DeliverySettings: Sendable {
    /// Most sends in flight; at least 1.
    package var concurrency: Int = 4
    /// Whether the run finds out by itself how many sends the site takes, up to `concurrency`.
    package var adaptsConcurrency = false
    /// Most attempts started, retries included; nil is unlimited.
    package var rate: SendRate?
    /// When a row that is proved not sent is tried again.
    package var retry = RetryPolicy(retries: 3)
    /// What stops a run.
    package var rules = RunJudge.Rules()
    /// Keys of refusals that pass by themselves and are retried.
    package var temporaryErrorKeys: Set<String> = []
    /// How long to wait for a site that went down, and the longest wait a site may ask for.
    package var giveUpAfter: Duration = .seconds(600)
    /// An earlier run of this batch sent something.
    package var successBefore = false
    /// When messages may leave by the calendar.
    package var calendar = SendingCalendar()
    /// When the rate allows the first attempt, counted from the start of the run.
    package var earliestStart: Duration = .zero
    /// How long the site still asks everybody to wait, counted from the start of the run; nil when it never asked.
    package var closedFor: Duration?
    /// What earlier runs found of the site's refusals.
    package var refusals = RefusalHistory()
    /// What earlier runs of this batch left refused.
    package var earlierRefusals = EarlierRefusals()

    /// Whether the zone of the calendar was named, and is not just this machine's.
    package var namesZone = false
    /// What is known of others who send the same run, and what they keep to together; nil where there can be none.
    var fleet: (news: FleetNews, pause: Duration)?

    /// The defaults of the command line.
    package init() {}

    /// Whether the next run has to know when and how often this one sent.
    var keepsPacing: Bool { rate != nil || calendar.perDay != nil }

    /// Goes on where an earlier run left off.
    mutating func resume(_ pacing: PacingRecord, at wall: Int64) {
        earliestStart = rate.map { pacing.wait(for: $0, at: wall) } ?? .zero
        calendar.resume(pacing)
        closedFor = pacing.closure?.rest(at: wall, patience: giveUpAfter)
        refusals = pacing.refusals ?? RefusalHistory()
    }

    /// Ends a wait that the site asked for and that is longer than the user's, and returns what a person must say yes to first. Only a
    /// person who is there can know that the site does not mean it any more.
    mutating func endClosure() -> RunQuestion? {
        guard let rest = closedFor, rest > giveUpAfter else { return nil }
        closedFor = nil
        return RunQuestion(
            .siteAskedToWait,
            problem: "The site asked everyone to wait, for another \(rest.wholeSeconds.text) (Retry-After).",
            remedy: "Run the same command again after that.")
    }

    /// How long so many rows take; nil when only the site sets the pace.
    package func forecast(rows: Int, from wall: Int64) -> SendingForecast? {
        SendingForecast(rows: rows, rate: rate, calendar: calendar, from: wall, after: earliestStart)
    }
}
