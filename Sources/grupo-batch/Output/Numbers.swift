/// Numbers for people.
enum Numbers {
    /// `12004` as `12,004`.
    static func grouped(_ number: Int) -> String {
        let digits = String(abs(number))
        var shown = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { shown += "," }
            shown.append(digit)
        }
        return number < 0 ? "-" + shown : shown
    }

    /// `1 row`, `2 rows`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }
}
