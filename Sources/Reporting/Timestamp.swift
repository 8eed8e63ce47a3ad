/// Instants as text.
package enum Timestamp {
    /// UTC, ISO 8601 with milliseconds: `2026-11-22T20:43:05.120Z`.
    ///
    /// - Parameter milliseconds: since 1970 (UTC).
    package static func iso8601(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.floorDivided(by: 1_000)
        let days = seconds.floorDivided(by: 86_400)
        let time = Int(seconds - days * 86_400)
        let date = civilDate(days)
        return "\(pad(date.year, 4))-\(pad(date.month))-\(pad(date.day))T\(pad(time / 3_600)):\(pad(time / 60 % 60)):"
            + "\(pad(time % 60)).\(pad(Int(milliseconds - seconds * 1_000), 3))Z"
    }

    /// Reads what `iso8601` writes; nil for anything else.
    package static func milliseconds(_ text: String) -> Int64? {
        let digits = text.split(omittingEmptySubsequences: false) { "-T:.Z".contains($0) }
        guard digits.map(\.utf8.count) == [4, 2, 2, 2, 2, 2, 3, 0] else { return nil }
        let parts = digits.dropLast().compactMap { $0.allSatisfy(\.isWholeNumber) ? Int64($0) : nil }
        guard parts.count == 7, (1...12).contains(parts[1]), (1...31).contains(parts[2]),
            parts[3] < 24, parts[4] < 60, parts[5] <= 60
        else { return nil }
        let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
        let era = year.floorDivided(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return (((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]) * 1_000 + parts[6]
    }

    /// Days since 1970 as a Gregorian date, by the usual 400-year cycle that begins on 1 March.
    private static func civilDate(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = Int(shifted - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func pad(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}
