/// How long a run takes at the pace it is given, if the site keeps up and nothing is tried twice.
///
/// Pure: the time of day is given, in milliseconds since 1970 (UTC).
package struct SendingForecast: Sendable, Hashable {
    private static let minute: Int64 = 60_000
    /// Nobody plans further ahead than a year.
    private static let horizon = 366 * 86_400_000 as Int64

    /// When the last message leaves; nil when that is more than a year away.
    package let ends: Int64?
    /// The forecast in words: `at 5/s: about 14 min, ends 16:32`.
    package let text: String

    /// Looks ahead from `now`, when the first message may leave after `wait`; nil without a rate and a daily quota, because
    /// then only the site sets the pace.
    package init?(
        rows: Int, rate: SendRate?, calendar: SendingCalendar, from now: Int64, after wait: Duration = .zero
    ) {
        guard rate != nil || calendar.perDay != nil else { return nil }
        ends = Self.end(rows: rows, rate: rate, calendar, from: now + wait.milliseconds)
        var limits = rate.map { [$0.text] } ?? []
        if let quota = calendar.perDay { limits.append("\(quota) a day") }
        // An earlier run used the rate up; without a word the wait would look like a fault.
        let first = wait >= .seconds(5) ? ", the first in \(wait.shortText)" : ""
        text = "at \(limits.joined(separator: ", "))\(first): " + Self.words(until: ends, calendar.clock, from: now)
    }

    private static func words(until ends: Int64?, _ clock: LocalClock, from now: Int64) -> String {
        guard let ends else { return "more than a year" }
        return "about \(Duration.milliseconds(ends - now).roundText), ends \(clock.text(ends, at: now))"
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

extension Duration {
    /// A rough length for people: `50 s`, `14 min`, `5 h 12 min`, `3 days`.
    fileprivate var roundText: String {
        let seconds = components.seconds
        if seconds < 90 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 90 { return "\(minutes) min" }
        if minutes < 2_880 { return "\(minutes / 60) h" + (minutes % 60 == 0 ? "" : " \(minutes % 60) min") }
        return "\((minutes + 720) / 1_440) days"
    }
}
