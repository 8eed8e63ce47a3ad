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
        let bytes = text.utf8.span
        guard bytes.count == pattern.count, hasPattern(bytes) else { return nil }
        let (month, day) = (number(bytes, 5..<7), number(bytes, 8..<10))
        let (hour, minute, second) = (number(bytes, 11..<13), number(bytes, 14..<16), number(bytes, 17..<19))
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60 else { return nil }
        let year = number(bytes, 0..<4) - (month <= 2 ? 1 : 0)
        let era = year.floorDivided(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + number(bytes, 20..<23)
    }

    /// `0` stands for any digit. A million lines of a report are read so: byte by byte, without a text in between.
    private static let pattern = Array("0000-00-00T00:00:00.000Z".utf8)

    private static func hasPattern(_ bytes: borrowing Span<UInt8>) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        for (place, expected) in pattern.enumerated() {
            guard digits.contains(expected) ? digits.contains(bytes[place]) : bytes[place] == expected else {
                return false
            }
        }
        return true
    }

    private static func number(_ bytes: borrowing Span<UInt8>, _ places: Range<Int>) -> Int64 {
        var number: Int64 = 0
        for place in places { number = number * 10 + Int64(bytes[place] - UInt8(ascii: "0")) }
        return number
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
