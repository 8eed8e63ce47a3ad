import Foundation

/// A time as people and reports write it: `2026-11-22`, `2026-11-22T18:30`, `09:00`, with seconds and a zone where they matter.
///
/// Pure: it is read as it stands, and names a moment only together with a clock.
package struct WrittenTime: Sendable, Hashable {
    /// Whose time it is.
    package enum Zone: Sendable, Hashable {
        /// So many minutes ahead of UTC.
        case offset(Int)
        /// A zone's name, such as `Europe/Paris`.
        case named(String)
    }

    /// Days since 1 January 1970; nil for a time of any day.
    package var day: Int?
    /// Minutes since midnight as a clock shows them; nil for a whole day.
    package var minute: Int?
    /// Milliseconds within the minute.
    package var milliseconds = 0
    /// What was written after it; nil where nothing was.
    package var zone: Zone?

    /// Reads `[YYYY-MM-DD][T hh:mm[:ss[.mmm]]][Z|±hh:mm| NAME]`, a day or a time at least; nil for anything else.
    package init?(_ text: String) {
        var rest = text[...]
        if let date = rest.prefixMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/) {
            guard let days = Self.days(Int(date.1), Int(date.2), Int(date.3)) else { return nil }
            day = days
            rest = rest[date.range.upperBound...]
            if rest.isEmpty { return }
            guard let separator = rest.popFirst(), separator == "T" || separator == " " else { return nil }
        }
        guard let time = rest.prefixMatch(of: /([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{3}))?)?/),
            let hours = Int(time.1), let minutes = Int(time.2), hours < 24, minutes < 60
        else { return nil }
        minute = hours * 60 + minutes
        let seconds = time.3.flatMap { Int($0) } ?? 0
        guard seconds < 60 else { return nil }
        milliseconds = seconds * 1_000 + (time.4.flatMap { Int($0) } ?? 0)
        rest = rest[time.range.upperBound...]
        if rest.isEmpty { return }
        guard let zone = Self.zone(rest) else { return nil }
        self.zone = zone
    }

    private static func zone(_ text: Substring) -> Zone? {
        let bare = text.first == " " ? text.dropFirst() : text
        if bare == "Z" { return .offset(0) }
        if let offset = bare.wholeMatch(of: /([+-])([0-9]{2}):([0-9]{2})/) {
            guard let hours = Int(offset.2), let minutes = Int(offset.3), hours < 24, minutes < 60 else { return nil }
            return .offset((hours * 60 + minutes) * (offset.1 == "-" ? -1 : 1))
        }
        guard text.first == " ", let first = bare.first, first.isLetter else { return nil }
        return .named(String(bare))
    }

    private static func days(_ year: Int?, _ month: Int?, _ day: Int?) -> Int? {
        let parts = DateComponents(
            calendar: Calendar(identifier: .gregorian), timeZone: .gmt, year: year, month: month, day: day)
        guard parts.isValidDate, let date = parts.date else { return nil }
        return Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
    }
}
