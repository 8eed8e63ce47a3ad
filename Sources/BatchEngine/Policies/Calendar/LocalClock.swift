import Foundation
import Reporting

/// The time of day in one time zone.
///
/// Pure: instants are given, in milliseconds since 1970 (UTC). What clocks show is found by asking minute by minute, so that
/// days of 23 and 25 hours need no rule of their own.
package struct LocalClock: Sendable, Hashable, Codable {
    /// What a clock on the wall shows.
    package struct Reading: Sendable, Hashable {
        /// Days since 1 January 1970.
        package var day: Int
        /// Minutes since midnight as the clock shows them, 0 to 1,439.
        package var minute: Int
        /// 0 for Monday to 6 for Sunday.
        package var weekday: Int { ((day + 3) % 7 + 7) % 7 }
    }

    private static let minute: Int64 = 60_000
    private static let day: Int64 = 86_400_000
    /// A window that falls into a skipped hour opens a week later, or two.
    private static let horizon = 15 * day

    private let zone: TimeZone

    /// The clock of UTC.
    package static var utc: LocalClock { LocalClock(zone: .gmt) }

    private init(zone: TimeZone) { self.zone = zone }

    /// A clock of this machine's time zone.
    package init() { zone = .current }

    /// A clock of a time zone such as `Europe/Paris`; nil when there is none of that name.
    package init?(zone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// A clock that is always so many minutes ahead of UTC; nil when no clock is so far ahead.
    package init?(minutesFromUTC minutes: Int) {
        guard let zone = TimeZone(secondsFromGMT: minutes * 60) else { return nil }
        self.zone = zone
    }

    /// The beginnings of the minutes in which the clock shows this, in order: one, none where it is set forward over it, two where
    /// it is set back.
    package func instants(showing reading: Reading) -> [Int64] {
        let local = Self.local(reading)
        // A zone is never more than a day away from UTC, and changes no more than once in so short a time.
        let offsets = Set([local - Self.day, local + Self.day].map(offset))
        return offsets.map { local - $0 }.filter { self.reading(at: $0) == reading }.sorted()
    }

    /// The beginning of the first minute in which the clock shows this or more.
    package func firstInstant(after reading: Reading) -> Int64 {
        let before = Self.local(reading) - Self.day
        let passes = { (shown: Reading) in (shown.day, shown.minute) >= (reading.day, reading.minute) }
        return next(after: before - offset(at: before), where: passes) ?? before + Self.day
    }

    /// What the clock shows at an instant.
    package func reading(at milliseconds: Int64) -> Reading {
        Self.reading(local: milliseconds + offset(at: milliseconds))
    }

    /// The beginning of the first later minute whose reading passes; nil when none does within fifteen days.
    package func next(after milliseconds: Int64, where passes: (Reading) -> Bool) -> Int64? {
        var instant = (Self.floor(milliseconds, by: Self.minute) + 1) * Self.minute
        let end = instant + Self.horizon
        var (offset, change) = (offset(at: instant), nextChange(after: instant))
        while instant < end {
            if instant >= change { (offset, change) = (self.offset(at: instant), nextChange(after: instant)) }
            if passes(Self.reading(local: instant + offset)) { return instant }
            instant += Self.minute
        }
        return nil
    }

    /// An instant for people who read it at `now`: `16:32`, `Tue 09:00` within six days, otherwise `2026-11-24 09:00`.
    package func text(_ milliseconds: Int64, at now: Int64) -> String {
        let iso = Timestamp.iso8601(milliseconds + offset(at: milliseconds))
        let time = iso.dropFirst(11).prefix(5)
        let days = reading(at: milliseconds).day - reading(at: now).day
        if days == 0 { return String(time) }
        guard (1...6).contains(days) else { return "\(iso.prefix(10)) \(time)" }
        return "\(SendingWindow.dayNames[reading(at: milliseconds).weekday].capitalized) \(time)"
    }

    private static func local(_ reading: Reading) -> Int64 { Int64(reading.day * 1_440 + reading.minute) * minute }

    private static func reading(local milliseconds: Int64) -> Reading {
        let minutes = floor(milliseconds, by: minute)
        let day = floor(minutes, by: 1_440)
        return Reading(day: Int(day), minute: Int(minutes - day * 1_440))
    }

    private func offset(at milliseconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Self.date(milliseconds))) * 1_000
    }

    /// When clocks are next set forward or back.
    private func nextChange(after milliseconds: Int64) -> Int64 {
        let date = zone.nextDaylightSavingTimeTransition(after: Self.date(milliseconds))
        return date.map { Int64($0.timeIntervalSince1970 * 1_000) } ?? .max
    }

    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    private static func floor(_ value: Int64, by unit: Int64) -> Int64 {
        value >= 0 ? value / unit : (value - unit + 1) / unit
    }
}
