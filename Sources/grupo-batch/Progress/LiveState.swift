import BatchEngine
import BatchModel
import Reporting
import Text

/// How a send stands, as its live page shows it. Every text is as safe to show as on a terminal.
struct LiveState {
    /// What the run is doing.
    enum Phase: String {
        case preparing, sending, paused, stopping, reporting, ended
    }

    /// The rows of this run that are done with, by outcome.
    struct Counts {
        var sent = 0
        var rejected = 0
        var notSent = 0
        var unknown = 0
    }

    var phase = Phase.preparing
    var manifest: String
    var site: String
    var batch: String?
    var beganAt: String
    var headline: String
    var total = 0
    var done = 0
    var counts = Counts()
    var rate: String?
    var left: String?
    var places: String?
    var reason: String?
    var problems: [String] = []
    /// Whether the page may pause and end the run.
    var mayAct: Bool

    /// Begins with what does not change.
    init(_ settings: RunSettings, began: Int64, mayAct: Bool) {
        manifest = DisplayText.oneLine(settings.manifestArgument, limit: 300)
        site = DisplayText.oneLine(settings.site.canonical, limit: 300)
        batch = settings.batch.map { DisplayText.oneLine($0, limit: 300) }
        beganAt = Timestamp.iso8601(began)
        headline = ""
        self.mayAct = mayAct
    }

    /// Takes what the terminal is shown too.
    mutating func take(_ display: ProgressDisplay) {
        guard let (sending, goesOn, now) = display.sending else {
            headline = display.line
            return
        }
        phase = goesOn ? sending.isStopping ? .stopping : sending.isPaused ? .paused : .sending : .reporting
        (total, done) = (sending.total, sending.done)
        counts = Counts(
            sent: sending.sent, rejected: sending.rejected, notSent: sending.notSent, unknown: sending.unknown)
        problems = sending.problems
        headline = "\(Numbers.grouped(done)) of \(Numbers.count(total, "row"))"
        guard goesOn else {
            reason = display.line
            return
        }
        let speed = sending.speed(at: now)
        (rate, left) = (speed.first, speed.dropFirst().first)
        (places, reason) = (sending.places, sending.reason(at: now))
    }

    /// Takes how the run ended.
    mutating func end(_ summary: RunSummary, _ end: RunEnd) {
        phase = .ended
        headline = Headline.text(summary.tally)
        (rate, left, places) = (nil, nil, nil)
        let code = "Exit code \(end.code): \(ExitStatus(rawValue: end.code)?.meaning ?? "ended")."
        reason = [summary.stop?.explanation, end == .complete ? nil : code].compactMap(\.self).joined(separator: " ")
        if reason?.isEmpty ?? true { reason = nil }
    }

    /// Takes why the run did not begin, or could not end as it should.
    mutating func end(_ failure: Failure) {
        phase = .ended
        headline = "Nothing more is sent."
        (rate, left, places) = (nil, nil, nil)
        reason = DisplayText.oneLine(failure.description, limit: 1_000)
    }
}
