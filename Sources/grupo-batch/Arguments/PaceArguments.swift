import ArgumentParser
import BatchEngine

/// When messages may leave, and how many; what `validate` forecasts the time with.
struct PaceArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp("Most attempts started, retries included: 5/s, 30/m or 1000/h.", valueName: "rate"),
        transform: SendRate.read)
    var rate: SendRate?

    @Option(help: ArgumentHelp("Most attempts started on one day, all runs together.", valueName: "n"))
    var perDay: Int?

    @Option(
        help: ArgumentHelp("Send only then: 09:00-18:00, 22:00-06:00,mon-fri.", valueName: "hours"),
        transform: SendingWindow.read)
    var window: SendingWindow?

    @Option(
        help: ArgumentHelp(
            "Wait until then: 2026-12-01T09:00, 09:00 (the next), with a zone 09:00 UTC.", valueName: "time"),
        transform: StartTime.read)
    var startAt: StartTime?

    @Option(
        help: ArgumentHelp(
            "Time zone of --window, --per-day and --start-at, such as Europe/Paris (this machine's).", valueName: "name"
        ),
        transform: LocalClock.read)
    var timeZone: LocalClock?

    func validate() throws {
        guard perDay ?? 1 >= 1 else { throw ValidationError("--per-day takes 1 or more.") }
        guard startAt == nil || start != nil else {
            throw ValidationError("The time of --start-at is past; give one that is to come, or leave it out.")
        }
    }

    private var clock: LocalClock { timeZone ?? LocalClock() }

    /// The moment to begin at; nil without one.
    private var start: StartTime.Moment? { startAt?.moment(from: WallClock.milliseconds, on: clock) }

    /// What the engine is told of days and hours.
    var calendar: SendingCalendar {
        var calendar = SendingCalendar()
        calendar.clock = clock
        calendar.startsAt = start?.instant
        calendar.window = window
        calendar.perDay = perDay
        return calendar
    }

    /// What does nothing as it was given, or something else than it seems to say.
    var remarks: [RunNotice] {
        var remarks: [RunNotice] = []
        if timeZone != nil, window == nil, perDay == nil {
            if let startAt, startAt.namesZone {
                remarks.append(.idle("time-zone", "--start-at names a zone of its own"))
            } else if startAt == nil {
                remarks.append(.idle("time-zone", "none of --window, --per-day and --start-at is given"))
            }
        }
        return remarks + [oddStart].compactMap(\.self)
    }

    /// What there is to say of a start that no clock shows, or that clocks show twice.
    private var oddStart: RunNotice? {
        guard let start, start.isShown != .once else { return nil }
        let moment = LocalClock.utc.text(start.instant, at: 0)
        let problem =
            start.isShown == .never
            ? "Clocks skip the time of --start-at on that day; the start is when they go on, \(moment) UTC."
            : "Clocks show the time of --start-at twice on that day; the start is \(moment) UTC."
        return RunNotice(.startTimeOdd, problem: problem)
    }

    /// How long so many rows take from now on; nil when only the site sets the pace.
    func forecast(rows: Int) -> SendingForecast? {
        SendingForecast(
            rows: rows, rate: rate, calendar: calendar, from: WallClock.milliseconds)
    }
}

extension RunNotice {
    /// An option that does nothing, and why, as a sentence goes on.
    static func idle(_ option: String, _ why: String) -> RunNotice {
        RunNotice(.optionUnused, problem: "\(Settings.source(of: option)) has no effect: \(why).")
    }
}

extension SendingWindow: WrittenValue {
    static let writtenForm = "hours are written 09:00-18:00, with days 22:00-06:00,mon-fri."

    init?(argument: String) { self.init(argument) }
}

extension LocalClock: WrittenValue {
    static let writtenForm = "give the name of a time zone, such as Europe/Paris or UTC."

    init?(argument: String) { self.init(zone: argument) }
}

extension StartTime: WrittenValue {
    static let writtenForm =
        "a time to begin at is written 2026-12-01T09:00 or 09:00, and a zone behind it as in 09:00 Europe/Paris, 09:00Z or 09:00+01:00."

    init?(argument: String) { self.init(argument) }
}
