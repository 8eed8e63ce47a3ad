/// A date and time as Excel counts them: days since 1900, where 1900 counts as a leap year, or since 1904.
struct SerialDate: Hashable {
    /// Which day the count begins with.
    enum System: Sendable, Hashable { case from1900, from1904 }

    var year: Int
    var month: Int
    var day: Int
    /// 0 is Sunday.
    var weekday: Int
    /// Milliseconds of the day.
    var milliseconds: Int
    /// Milliseconds from the beginning of the count.
    var total: Int
    /// Whether it has no date: a time alone is less than a day.
    var isTime: Bool

    private static let day = 86_400_000
    /// 31 December 9999, in the count from 1900.
    private static let last = 2_958_465

    /// Nil for a number that is no date: negative, beyond the year 9999, or 29 February 1900, which never was.
    init?(_ value: Double, _ system: System) {
        guard value >= 0, value < Double(Self.last + 1) else { return nil }
        total = Int((value * Double(Self.day)).rounded())
        milliseconds = total % Self.day
        var days = total / Self.day
        isTime = days == 0
        switch system {
        case .from1904: days += 1_462
        case .from1900:
            if days == 60 { return nil }
            // Before the day that never was the count is one short of what came later.
            if days < 60 { days += 1 }
        }
        guard days <= Self.last else { return nil }
        // 25,569 days lie before 1970.
        (year, month, day) = Self.civil(days - 25_569)
        weekday = (days + 6) % 7
    }

    /// The calendar's date of a day since 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
    }

    /// `2026-11-27`, `2026-11-27T14:30:00`, `14:30:00`, or `PT36H30M00S` for a span of a day and more: what an OpenDocument stores of
    /// them, so that the same list has the same texts in either format. Midnight is no time of its own.
    func iso(hasDate: Bool) -> String {
        guard hasDate else { return isTime ? time : Self.duration(total) }
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
        return milliseconds > 0 ? "\(date)T\(time)" : date
    }

    private var time: String {
        let seconds = milliseconds / 1_000
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
        return parts.joined(separator: ":") + Self.fraction(milliseconds)
    }

    private static func duration(_ total: Int) -> String {
        let seconds = total / 1_000
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
        return "PT\(parts[0])H\(parts[1])M\(parts[2])\(fraction(total))S"
    }

    private static func fraction(_ milliseconds: Int) -> String {
        milliseconds % 1_000 == 0 ? "" : "." + padded(milliseconds % 1_000, 3)
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
