extension Duration {
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

    /// Seconds with their fraction.
    package var secondsValue: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
