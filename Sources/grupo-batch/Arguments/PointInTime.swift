import ArgumentParser
import BatchEngine
import Foundation
import Text

/// A moment that lies behind: `2026-11-22`, `2026-11-22T18:30`, or how long ago it was, as `24h`. Days begin in UTC, and
/// a time without an offset is in UTC, as the times in reports are.
struct PointInTime: WrittenValue {
    static let writtenForm = "a moment behind us is 2026-11-22, 2026-11-22T18:30 (UTC), or 24h for so long ago."

    /// In milliseconds since 1970 (UTC).
    let milliseconds: Int64

    init?(argument: String) {
        let now = Int64(Date.now.timeIntervalSince1970 * 1_000)
        if let span = Duration(text: argument) {
            milliseconds = now - span.milliseconds
        } else if let instant = Self.instant(argument), instant <= now {
            milliseconds = instant
        } else {
            return nil
        }
    }

    /// `YYYY-MM-DD`, then optionally `T` or a blank, `hh:mm`, `:ss`, a fraction, and `Z` or an offset such as `+01:00`.
    private static func instant(_ text: String) -> Int64? {
        let day = /([0-9]{4})-([0-9]{2})-([0-9]{2})/
        let time = /[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{3}))?)?/
        let offset = /Z|([+-])([0-9]{2}):([0-9]{2})/
        guard let date = text.prefixMatch(of: day) else { return nil }
        var rest = text[date.range.upperBound...]
        var parts = DateComponents(
            calendar: Calendar(identifier: .gregorian), timeZone: .gmt, year: Int(date.1), month: Int(date.2),
            day: Int(date.3), hour: 0, minute: 0, second: 0)
        var milliseconds: Int64 = 0
        if let clock = rest.prefixMatch(of: time) {
            (parts.hour, parts.minute) = (Int(clock.1), Int(clock.2))
            parts.second = clock.3.flatMap { Int($0) } ?? 0
            milliseconds = clock.4.flatMap { Int64($0) } ?? 0
            rest = rest[clock.range.upperBound...]
            if let zone = rest.prefixMatch(of: offset) {
                let minutes = (zone.2.flatMap { Int64($0) } ?? 0) * 60 + (zone.3.flatMap { Int64($0) } ?? 0)
                guard minutes < 1_440 else { return nil }
                milliseconds += minutes * (zone.1 == "-" ? 60_000 : -60_000)
                rest = rest[zone.range.upperBound...]
            }
        }
        guard rest.isEmpty, parts.isValidDate, let whole = parts.date else { return nil }
        return Int64(whole.timeIntervalSince1970) * 1_000 + milliseconds
    }
}
