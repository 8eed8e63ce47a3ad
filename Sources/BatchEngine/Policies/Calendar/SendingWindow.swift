/// The hours of the day, and the days of the week, in which messages may leave.
///
/// Pure; it judges by what the clock on the wall shows. A window over midnight belongs to the day on which it opens. Where a
/// day skips an hour, what lies in it does not open; where a day repeats one, it opens twice.
package struct SendingWindow: Sendable, Hashable, Codable {
    /// The names of the days, Monday first.
    static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private let opens: Int
    private let closes: Int
    private let days: Set<Int>

    /// Reads `09:00-18:00`, `22:00-06:00,mon-fri` or `09:00-12:00,mon,wed-thu`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.lowercased().split(separator: ",", omittingEmptySubsequences: false)
        let times = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
        guard times.count == 2, let opens = times[0], let closes = times[1], opens < 1_440,
            opens != closes % 1_440
                || opens == 0 && closes == 1_440
        else { return nil }
        var days: Set<Int> = []
        for part in parts.dropFirst() {
            guard let range = Self.days(part) else { return nil }
            days.formUnion(range)
        }
        self.opens = opens
        self.closes = closes
        self.days = parts.count == 1 ? Set(0..<7) : days
    }

    /// Whether messages may leave when the clock shows this.
    package func isOpen(at reading: LocalClock.Reading) -> Bool {
        let (minute, today) = (reading.minute, reading.weekday)
        if opens < closes { return minute >= opens && minute < closes && days.contains(today) }
        return minute >= opens && days.contains(today) || minute < closes && days.contains((today + 6) % 7)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = number(parts[0]), let minute = number(parts[1]), minute < 60
        else { return nil }
        let total = hour * 60 + minute
        return total <= 1_440 ? total : nil
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    /// The days from one to another, over the end of the week if need be.
    private static func days(_ text: Substring) -> [Int]? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map {
            dayNames.firstIndex(of: String($0))
        }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        return (0...(last - first + 7) % 7).map { (first + $0) % 7 }
    }
}
