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

    /// The duration for people: `350ms`, `12s`, `14m`, `2h 5m`, `3d 4h`.
    package var shortText: String {
        let seconds = components.seconds
        if seconds < 1 { return "\(milliseconds)ms" }
        if seconds < 120 { return "\(seconds)s" }
        if seconds < 7_200 { return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m \(seconds % 60)s" }
        if seconds < 172_800 { return "\(seconds / 3_600)h \(seconds % 3_600 / 60)m" }
        return "\(seconds / 86_400)d \(seconds % 86_400 / 3_600)h"
    }

    /// Whole milliseconds, rounded down.
    package var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }

    /// The duration in seconds, rounded up.
    package var wholeSeconds: Duration { .seconds(components.seconds + (components.attoseconds > 0 ? 1 : 0)) }

    /// Seconds with their fraction.
    package var secondsValue: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
