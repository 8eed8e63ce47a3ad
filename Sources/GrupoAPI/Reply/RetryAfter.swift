import CCurl

/// Reads the Retry-After header: seconds, or one of the three dates of RFC 9110, sections 10.2.3 and 5.6.7
/// (https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3).
enum RetryAfter {
    /// The longest wait that any of the values asks for; values that mean nothing are ignored.
    static func longest(of values: [String], now: Int64) -> Duration? {
        values.compactMap { wait(for: $0, now: now) }.max()
    }

    /// The wait one value asks for at `now` (seconds since 1970); never negative, nil if the value means nothing.
    static func wait(for value: String, now: Int64) -> Duration? {
        let text = value.drop { $0 == " " || $0 == "\t" }
        let trimmed = text.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
        if let seconds = number(String(trimmed), digits: 1...10) { return .seconds(seconds) }
        // More than three centuries, whatever the number: for ever.
        if number(String(trimmed.suffix(10)), digits: 10...10) != nil, trimmed.allSatisfy(\.isWholeNumber) {
            return .seconds(9_999_999_999)
        }
        guard let date = date(String(trimmed)) else { return nil }
        return .seconds(max(0, date - now))
    }

    /// Seconds since 1970 of a date as HTTP writes it; nil if it is none.
    static func date(_ text: String) -> Int64? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        // "Sun, 06 Nov 1994 08:49:37 GMT" and "Sunday, 06-Nov-94 08:49:37 GMT"
        if words.count == 6, words[5] == "GMT" {
            return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
        }
        // "Sun Nov  6 08:49:37 1994"
        if words.count == 5 { return seconds(day: words[2], month: words[1], year: words[4], time: words[3]) }
        return nil
    }

    private static func seconds(day: String, month: String, year: String, time: String) -> Int64? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false)
        guard number(day, digits: 1...2) != nil, number(year, digits: 2...4) != nil, year.utf8.count != 3,
            clock.count == 3, clock.allSatisfy({ number(String($0), digits: 2...2) != nil })
        else { return nil }
        // libcurl takes 70 for 2070, where many a site means that something is long past.
        let fullYear = year.utf8.count == 4 ? year : (year < "70" ? "20" : "19") + year
        // It would read other forms and zones too: https://curl.se/libcurl/c/curl_getdate.html
        let moment = unsafe curl_getdate("\(day) \(month) \(fullYear) \(time) GMT", nil)
        return moment == -1 ? nil : Int64(moment)
    }

    private static func number(_ text: String, digits: ClosedRange<Int>) -> Int64? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }
}
