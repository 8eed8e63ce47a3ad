import Testing
import Text

@Suite("Shares of a whole")
struct ShareTests {
    @Test(
        "add up to 100, and are never 0 or 100 unless exactly that",
        arguments: [
            ([3], ["100 %"]), ([1, 1, 1], ["33.4 %", "33.3 %", "33.3 %"]), ([0, 5], ["0 %", "100 %"]),
            ([999_999, 1], [">99.9 %", "<0.1 %"]), ([9_986, 7, 7], ["99.8 %", "<0.1 %", "<0.1 %"]),
            ([970_000, 29_900, 100], ["97 %", "3 %", "<0.1 %"]), ([999, 1], ["99.9 %", "0.1 %"]), ([], []),
            ([0], ["0 %"]),
        ])
    func cases(parts: [Int], shares: [String]) {
        #expect(Numbers.shares(parts) == shares)
    }

    @Test("add up to 100 whatever they are")
    func sums() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let parts = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
                1 << Int.random(in: 0...20, using: &generator) + Int.random(in: 0...50, using: &generator)
            }
            let shares = Numbers.shares(parts)
            let shown = shares.filter { !$0.hasPrefix("<") && !$0.hasPrefix(">") }
            let tenths = shown.map { text in
                let digits = text.dropLast(2).split(separator: ".")
                return (Int(digits[0]) ?? 0) * 10 + (digits.count > 1 ? Int(digits[1]) ?? 0 : 0)
            }.reduce(0, +)
            // What is shown as less than a tenth is a tenth or nothing.
            let small = shares.count - shown.count
            #expect(
                tenths <= 1_000 && (shown.isEmpty || shares.contains(">99.9 %") || tenths + small >= 1_000), "\(parts)")
        }
    }
}

@Suite("Durations in reports")
struct ReportedDurationTests {
    @Test("say of what was measured and rounds to nothing that it was less than a millisecond")
    func least() {
        #expect(Duration.measuredText(milliseconds: 0) == "<1 ms")
        #expect(Duration.measuredText(milliseconds: 1) == "1 ms")
        #expect(Duration.measuredText(milliseconds: 999) == "1 s")
        #expect(Duration.measuredText(milliseconds: 125_000) == "2 min 5 s")
    }
}
