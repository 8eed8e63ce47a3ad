/// Numbers as reports show them.
enum NumberText {
    /// `12004` as `12,004`.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number of things: `1 row`, `2 rows`.
    static func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

    /// Milliseconds as every duration is shown.
    static func duration(_ milliseconds: Int) -> String { Duration.milliseconds(milliseconds).text }

    /// A share of a whole: `99.8 %`; never 0 or 100 unless it is exactly that.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0 %" }
        let tenths = Int((Double(part) / Double(whole) * 1_000).rounded())
        let shown = part == 0 ? 0 : part == whole ? 1_000 : min(max(tenths, 1), 999)
        return "\(self.tenths(shown, 10)) %"
    }

    /// Thousandths as a decimal number: `84` as `0.084`.
    static func seconds(_ milliseconds: Int) -> String {
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// A quotient with one decimal, which is left out when it is 0.
    static func tenths(_ number: Int, _ unit: Int) -> String {
        let tenths = (number * 10 + unit / 2) / unit
        return tenths % 10 == 0 ? grouped(tenths / 10) : "\(grouped(tenths / 10)).\(tenths % 10)"
    }
}
