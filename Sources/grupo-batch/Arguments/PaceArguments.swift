import ArgumentParser
import BatchEngine
import Foundation

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
            "Time zone of --window and --per-day, such as Europe/Paris (this machine's).", valueName: "name"),
        transform: LocalClock.read)
    var timeZone: LocalClock?

    func validate() throws {
        guard perDay ?? 1 >= 1 else { throw ValidationError("--per-day takes 1 or more.") }
    }

    /// What the engine is told of days and hours.
    var calendar: SendingCalendar {
        var calendar = SendingCalendar()
        if let timeZone { calendar.clock = timeZone }
        calendar.window = window
        calendar.perDay = perDay
        return calendar
    }

    /// What does nothing as it was given.
    var remarks: [RunNotice] {
        guard timeZone != nil, window == nil, perDay == nil else { return [] }
        return [.idle("time-zone", "neither --window nor --per-day is given")]
    }

    /// How long so many rows take from now on; nil when only the site sets the pace.
    func forecast(rows: Int) -> SendingForecast? {
        SendingForecast(
            rows: rows, rate: rate, calendar: calendar, from: Int64(Date().timeIntervalSince1970 * 1_000))
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
