extension Duration {
    /// Reads `500ms`, `30s`, `1h30m`, `2d`; nil without a unit, for anything else and for zero.
    package init?(text: String) {
        var rest = Substring(text)
        var total: Duration = .zero
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let number = Double(digits), number.isFinite, number >= 0, number < 1e9 else { return nil }
            switch unit {
            case "ms": total += .seconds(number / 1_000)
            case "s": total += .seconds(number)
            case "m", "min": total += .seconds(number * 60)
            case "h": total += .seconds(number * 3_600)
            case "d": total += .seconds(number * 86_400)
            default: return nil
            }
            rest = rest.dropFirst(digits.count + unit.count)
        }
        guard total > .zero else { return nil }
        self = total
    }

    /// The duration for people, in at most two units: `36 ms`, `1 s`, `2.4 s`, `2 min 5 s`, `1 h 30 min`, `3 d 4 h`.
    ///
    /// Rounded to what is shown, so that no unit is ever full: what is nearly a second is `1 s`, what is nearly an hour `1 h`.
    package var text: String {
        let milliseconds = max(0, rounded(to: .milliseconds(1)).milliseconds)
        if milliseconds < 950 { return "\(milliseconds) ms" }
        let tenths = (milliseconds + 50) / 100
        if tenths < 100 { return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s" }
        let seconds = (milliseconds + 500) / 1_000
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return Self.text(seconds, of: 60, "min", rest: "s") }
        let minutes = (seconds + 30) / 60
        if minutes < 1_440 { return Self.text(minutes, of: 60, "h", rest: "min") }
        return Self.text((minutes + 30) / 60, of: 24, "d", rest: "h")
    }

    /// A duration that was measured, for people: what rounds to nothing is `<1 ms`.
    package static func measuredText(milliseconds: Int) -> String {
        milliseconds == 0 ? "<1 ms" : Duration.milliseconds(milliseconds).text
    }

    /// The duration for people where a guess is meant: from a minute and a half on without what nobody would guess.
    package var roughText: String {
        rounded(to: .seconds(self < .seconds(90) ? 1 : 60)).text
    }

    /// The duration as an option is written, and read by `init(text:)`: `500ms`, `30s`, `1h30m`.
    package var optionText: String {
        var left = milliseconds
        var text = ""
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)]
            as [(_, Int64)]
        {
            if left / size > 0 { text += "\(left / size)\(unit)" }
            left %= size
        }
        return text.isEmpty ? "0s" : text
    }

    private static func text(_ number: Int64, of size: Int64, _ unit: String, rest: String) -> String {
        "\(number / size) \(unit)" + (number % size == 0 ? "" : " \(number % size) \(rest)")
    }

    private func rounded(to unit: Duration) -> Duration {
        unit * Int((self / unit).rounded())
    }

    /// Whole milliseconds, rounded down.
    package var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }

    /// The duration in seconds, rounded up.
    package var wholeSeconds: Duration { .seconds(components.seconds + (components.attoseconds > 0 ? 1 : 0)) }

    /// Seconds with their fraction.
    package var secondsValue: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
