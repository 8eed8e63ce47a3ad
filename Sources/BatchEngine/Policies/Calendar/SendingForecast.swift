import Text

/// How long a run takes at the pace it is given, if the site keeps up and nothing is tried twice.
///
/// Pure: the time of day is given, in milliseconds since 1970 (UTC).
package struct SendingForecast: Sendable, Hashable {
    private static let minute: Int64 = 60_000
    private static let answer: Int64 = 500
    /// Nobody plans further ahead than a year.
    private static let horizon = 366 * 86_400_000 as Int64

    /// When the last message leaves; nil when that is more than a year away, or known to the site alone.
    package let ends: Int64?
    /// The forecast in words: `at 5/s: about 14 min, ends 16:32`, or `from Tue 09:00 on` where nothing else is known.
    package let text: String

    /// Looks ahead from `now`, when the first message may leave after `wait`; nil without a rate, a daily quota and a start to wait
    /// for, because then only the site sets the pace.
    package init?(
        rows: Int, rate: SendRate?, calendar: SendingCalendar, from now: Int64, after wait: Duration = .zero
    ) {
        let start = calendar.startText(at: now)
        guard rate != nil || calendar.perDay != nil else {
            guard let start else { return nil }
            (ends, text) = (nil, start)
            return
        }
        let (calendar, begin) = Self.begun(calendar, at: now + wait.milliseconds)
        ends = Self.end(rows: rows, rate: rate, calendar, from: begin)
        var limits = rate.map { [$0.text] } ?? []
        if let quota = calendar.perDay { limits.append("\(quota) a day") }
        // An earlier run used the rate up; without a word the wait would look like a fault.
        let first = start.map { " " + $0 } ?? (wait >= .seconds(5) ? ", the first in \(wait.text)" : "")
        let counted = start == nil ? now : begin
        text =
            "at \(limits.joined(separator: ", "))\(first): "
            + Self.words(until: ends, calendar.clock, from: counted, toldAt: now)
    }

    /// Guesses how long it takes where only the site sets the pace, so many rows at a time, each in half a second: what an answer of a
    /// busy site takes. Hours in which nothing is sent count.
    package init(guessing rows: Int, atATime concurrency: Int, calendar: SendingCalendar, from now: Int64) {
        let start = calendar.startText(at: now).map { $0 + ", " } ?? ""
        let isTimed = !calendar.isAlwaysOpen
        let (calendar, begin) = Self.begun(calendar, at: now)
        let turns = Int64((rows + concurrency - 1) / concurrency)
        let rate = SendRate("\(concurrency * 2)/s")
        ends =
            calendar.isAlwaysOpen
            ? begin + turns * Self.answer
            : Self.end(rows: rows, rate: rate, calendar, from: begin).map { $0 + Self.answer }
        let span = ends.map { Self.about($0 - begin) } ?? "more than a year"
        let until = !isTimed ? "" : ends.map { ", ends \(calendar.clock.text($0, at: now))" } ?? ""
        text =
            "\(start)as fast as the site answers, \(concurrency) at a time: \(span) if each takes half a second\(until)"
    }

    /// `about 14 min`, or `less than a second`.
    private static func about(_ milliseconds: Int64) -> String {
        milliseconds < 500 ? "less than a second" : "about \(Duration.milliseconds(milliseconds).roughText)"
    }

    /// The calendar as it is once its start has come, and when that is.
    private static func begun(_ calendar: SendingCalendar, at now: Int64) -> (SendingCalendar, Int64) {
        var begun = calendar
        begun.startsAt = nil
        return (begun, max(now, calendar.startsAt ?? now))
    }

    private static func words(
        until ends: Int64?, _ clock: LocalClock, from begin: Int64, toldAt now: Int64
    ) -> String {
        guard let ends else { return "more than a year" }
        return "\(about(ends - begin)), ends \(clock.text(ends, at: now))"
    }

    /// Minute by minute where the calendar has a say, so that every rule of it is heeded.
    private static func end(rows: Int, rate: SendRate?, _ calendar: SendingCalendar, from now: Int64) -> Int64? {
        if calendar.isAlwaysOpen, let rate { return now + rate.time(for: rows).milliseconds }
        var calendar = calendar
        var left = Double(rows)
        // The calendar counts whole messages, of which a slow rate makes less than one a minute.
        var uncounted = 0.0
        var at = now
        var hasBegun = false
        while at < now + horizon {
            let next = (at / minute + 1) * minute
            switch calendar.opening(at: at) {
            case .closed(let until, _): at = until
            case .open where !hasBegun:
                // The first one leaves at once, and the interval begins.
                hasBegun = true
                calendar.count(at: at)
                left -= 1
                if left <= 0 { return at }
            case .open(let places):
                let interval = rate.map { $0.interval.secondsValue * 1_000 } ?? 0
                let paced = interval > 0 ? Double(next - at) / interval : left
                let leaving = min(left, paced, places.map(Double.init) ?? left)
                if leaving >= left { return at + Int64(left * interval) }
                left -= leaving
                uncounted += leaving
                calendar.count(Int(uncounted), at: at)
                uncounted -= uncounted.rounded(.down)
                at = next
            }
        }
        return nil
    }
}
