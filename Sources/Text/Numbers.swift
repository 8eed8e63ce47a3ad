/// Numbers for people.
package enum Numbers {
    /// `12004` as `12,004`.
    package static func grouped(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A number of things: `1 row`, `2 rows`; `many` where the plural is not made by an s.
    package static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// The shares of the parts of a whole, which add up to 100 %: `97.2 %`, by the largest remainder.
    ///
    /// What is less than a tenth is `<0.1 %`, and the rest beside it `>99.9 %`: never 0 or 100 unless it is exactly that.
    package static func shares(_ parts: [Int]) -> [String] {
        let whole = parts.reduce(0, +)
        guard whole > 0 else { return parts.map { _ in "0 %" } }
        var tenths = parts.map { ($0 * 1_000).quotientAndRemainder(dividingBy: whole) }
        let missing = 1_000 - tenths.reduce(0) { $0 + $1.quotient }
        let order = tenths.indices.sorted { (tenths[$1].remainder, $0) < (tenths[$0].remainder, $1) }
        for index in order.prefix(missing) { tenths[index].quotient += 1 }
        return zip(parts, tenths).map { part, share in
            switch part {
            case 1... where part * 1_000 < whole: "<0.1 %"
            case ..<whole where share.quotient == 1_000: ">99.9 %"
            default: "\(self.tenths(share.quotient, 10)) %"
            }
        }
    }

    /// Thousandths as a decimal number: `84` as `0.084`.
    package static func thousandths(_ number: Int) -> String {
        let rest = String(number % 1_000)
        return "\(number / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// A quotient with one decimal, which is left out when it is 0.
    private static func tenths(_ number: Int, _ unit: Int) -> String {
        let tenths = (number * 10 + unit / 2) / unit
        return tenths % 10 == 0 ? grouped(tenths / 10) : "\(grouped(tenths / 10)).\(tenths % 10)"
    }
}
