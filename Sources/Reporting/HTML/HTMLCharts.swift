import BatchModel
import Text

/// The shapes of the page's bars, as values for its template. Places across are in per cent, heights in pixels.
enum HTMLCharts {
    /// Rows below which a chart would show single rows, which the table shows better.
    static let leastRows = 50
    /// Where a chart's axis lies, and how far above it the top of the scale.
    static let base = 139.0
    static let height = 131.0
    /// What can still be seen of a bar.
    private static let leastShare = 1.5
    private static let leastHeight = 2.0

    /// The outcome bar. Every outcome that occurs is wide enough to be seen.
    static func segments(_ tally: BatchTally) -> [[String: Any]] {
        let outcomes = Outcome.allCases.filter { tally[$0] > 0 }
        let shares = Numbers.shares(outcomes.map { tally[$0] })
        var widths = outcomes.map { max(Double(tally[$0]) / Double(tally.total) * 100, leastShare) }
        let surplus = widths.reduce(-100, +)
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) { widths[widest] -= surplus }
        var x = 0.0
        return zip(outcomes, zip(widths, shares)).map { outcome, shown in
            defer { x += shown.0 }
            return [
                "x": decimal(x), "width": decimal(shown.0), "outcome": outcome.rawValue, "words": outcome.words,
                "count": Numbers.grouped(tally[outcome]), "share": shown.1,
            ]
        }
    }

    /// The most frequent error keys.
    static func keys(_ ranked: some Collection<ErrorKeyRanking.Entry>) -> [[String: Any]] {
        let most = ranked.first?.count ?? 1
        return ranked.map { entry in
            var values: [String: Any] = [
                "count": Numbers.grouped(entry.count), "key": ShownText.clipped(entry.key, limit: 120),
                "outcome": entry.outcome.rawValue,
                "width": decimal(max(Double(entry.count) / Double(most) * 100, leastShare)),
            ]
            values["message"] = entry.message.map { ShownText.clipped($0) }
            return values
        }
    }

    /// How high the bar of a count is where the scale ends at `top`.
    static func tall(_ count: Int, of top: Int) -> Double { max(Double(count) / Double(top) * height, leastHeight) }

    /// A round number no smaller than `most`, whose half is a whole number: where a scale ends.
    static func top(_ most: Int) -> Int {
        var scale = 1
        while true {
            for step in [2, 4, 6, 10] where step * scale >= most { return step * scale }
            scale *= 10
        }
    }

    /// What stands beside the scale, from above.
    static func levels(_ top: Int) -> [String] { [top, top / 2, 0].map(Numbers.grouped) }

    /// A number with at most two decimals, as SVG takes it in any locale.
    static func decimal(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let rest = hundredths % 100
        if rest == 0 { return String(hundredths / 100) }
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
