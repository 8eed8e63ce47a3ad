import BatchModel

/// The shapes of the page's charts, as values for its template. Places across are in per cent, heights in pixels.
enum HTMLCharts {
    private static let height = 132.0
    private static let base = 139.0
    private static let binsPerDecade = 8
    private static let leastShare = 1.2

    /// The outcome bar. Every outcome that occurs is wide enough to be seen.
    static func segments(_ tally: BatchTally) -> [[String: Any]] {
        let outcomes = Outcome.allCases.filter { tally[$0] > 0 }
        var widths = outcomes.map { max(Double(tally[$0]) / Double(tally.total) * 100, leastShare) }
        let surplus = widths.reduce(-100, +)
        if let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) { widths[widest] -= surplus }
        var x = 0.0
        return zip(outcomes, widths).map { outcome, width in
            defer { x += width }
            return [
                "x": decimal(x), "width": decimal(width), "outcome": outcome.rawValue, "words": outcome.words,
                "count": NumberText.grouped(tally[outcome]), "share": NumberText.share(tally[outcome], of: tally.total),
            ]
        }
    }

    /// Results over time; nil when there were none.
    static func timeline(_ timeline: SendTimeline) -> [String: Any]? {
        guard let most = timeline.stretches.map(\.total).max(), most > 0 else { return nil }
        let step = 100 / Double(timeline.stretches.count)
        let width = NumberText.duration(Int(timeline.width))
        let edges = edges(timeline)
        var bars: [[String: Any]] = []
        for (index, stretch) in timeline.stretches.enumerated() where stretch.total > 0 {
            var top = base
            var parts: [[String: Any]] = []
            for (outcome, count) in [
                ("sent", stretch.sent), ("rejected", stretch.failed), ("unknown", stretch.unknown),
            ]
            where count > 0 {
                let tall = max(Double(count) / Double(most) * height, 1)
                top -= tall
                parts.append([
                    "x": decimal(Double(index) * step), "width": decimal(step * 0.86), "y": decimal(max(top, 0)),
                    "height": decimal(tall), "outcome": outcome,
                ])
            }
            let began = RunFacts.moment(timeline.start + Int64(index) * timeline.width)
            let counts = [(stretch.sent, "sent"), (stretch.failed, "failed"), (stretch.unknown, "unknown")]
                .filter { $0.0 > 0 }.map { "\(NumberText.grouped($0.0)) \($0.1)" }
            bars.append(["title": "\(began): \(counts.joined(separator: ", "))", "parts": parts])
        }
        return [
            "bars": bars, "scale": "Most in \(width): \(NumberText.grouped(most))",
            "label": "Results in each \(width), at most \(NumberText.grouped(most))",
            "from": edges.from, "until": edges.until,
        ]
    }

    /// Where the time axis begins and ends: to the millisecond when the stretches are short, the day only once.
    private static func edges(_ timeline: SendTimeline) -> (from: String, until: String) {
        let count = timeline.width < 1_000 ? 23 : 19
        let from = Timestamp.iso8601(timeline.start).prefix(count).replacing("T", with: " ")
        let until = Timestamp.iso8601(timeline.end).prefix(count).replacing("T", with: " ")
        let isOneDay = from.prefix(10) == until.prefix(10)
        return (String(from), String(until.dropFirst(isOneDay ? 11 : 0)) + " UTC")
    }

    /// How long sends took, on a logarithmic scale; nil when none was tried.
    static func latency(_ latency: LatencyHistogram) -> [String: Any]? {
        guard latency.count > 0 else { return nil }
        let first = bin(latency.min)
        var bins = [Int](repeating: 0, count: bin(latency.max) - first + 1)
        latency.forEachValue { value, count in
            bins[min(max(bin(value) - first, 0), bins.count - 1)] += count
        }
        let most = bins.max() ?? 1
        let step = 100 / Double(bins.count)
        let bars: [[String: Any]] = bins.enumerated().filter { $0.element > 0 }.map { index, count in
            let tall = max(Double(count) / Double(most) * height, 1)
            return [
                "x": decimal(Double(index) * step), "width": decimal(step * 0.9), "y": decimal(base - tall),
                "height": decimal(tall),
                "title":
                    "\(NumberText.duration(edge(first + index))) to \(NumberText.duration(edge(first + index + 1))): "
                    + NumberText.count(count, "row"),
            ]
        }
        let percentiles = LatencyHistogram.shownPercentiles.map { percentile in
            ["name": percentile.name, "value": NumberText.duration(latency.value(atPercentile: percentile.value))]
        }
        let median = NumberText.duration(latency.value(atPercentile: 50))
        return [
            "bars": bars, "ticks": ticks(from: first, count: bins.count),
            "percentiles": percentiles + [["name": "slowest", "value": NumberText.duration(latency.max)]],
            "summary": "Half took \(median) or less",
            "label": "How many messages took how long; half \(median) or less",
        ]
    }

    /// The most frequent error keys.
    static func keys(_ ranked: some Collection<ErrorKeyRanking.Entry>) -> [[String: Any]] {
        let most = ranked.first?.count ?? 1
        return ranked.map { entry in
            var values: [String: Any] = [
                "count": NumberText.grouped(entry.count), "key": ShownText.clipped(entry.key, limit: 120),
                "outcome": entry.outcome.rawValue, "width": decimal(Double(entry.count) / Double(most) * 100),
            ]
            values["message"] = entry.message.map { ShownText.clipped($0) }
            return values
        }
    }

    private static func ticks(from first: Int, count: Int) -> [[String: Any]] {
        var ticks: [[String: Any]] = []
        for index in 0...count where (first + index) % binsPerDecade == 0 {
            ticks.append([
                "x": decimal(Double(index) / Double(count) * 100), "label": NumberText.duration(edge(first + index)),
                "anchor": index == 0 ? "start" : index == count ? "end" : "middle",
            ])
        }
        return ticks
    }

    /// The bin of a value: bin 0 begins at 1 ms, and every eighth at ten times as much.
    private static func bin(_ milliseconds: Int) -> Int {
        var bin = 0
        while edge(bin + 1) <= milliseconds { bin += 1 }
        return bin
    }

    /// Where a bin begins, in milliseconds.
    private static func edge(_ bin: Int) -> Int {
        let steps = [100, 133, 178, 237, 316, 422, 562, 750]
        var scale = 1
        for _ in 0..<(bin / binsPerDecade) { scale *= 10 }
        return max(1, (steps[bin % binsPerDecade] * scale + 50) / 100)
    }

    /// A number with at most two decimals, as SVG takes it in any locale.
    private static func decimal(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let rest = hundredths % 100
        if rest == 0 { return String(hundredths / 100) }
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
