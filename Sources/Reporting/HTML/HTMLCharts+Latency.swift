import BatchModel
import Text

extension HTMLCharts {
    private static let binsPerDecade = 8

    /// How long sends took, on a logarithmic scale; nil when none was tried.
    static func latency(_ latency: LatencyHistogram) -> [String: Any]? {
        guard latency.count > 0 else { return nil }
        let first = bin(latency.min)
        var bins = [Int](repeating: 0, count: bin(latency.max) - first + 1)
        latency.forEachValue { value, count in
            bins[min(max(bin(value) - first, 0), bins.count - 1)] += count
        }
        let top = top(bins.max() ?? 1)
        let step = 100 / Double(bins.count)
        let bars: [[String: Any]] = bins.enumerated().filter { $0.element > 0 }.map { index, count in
            let tall = tall(count, of: top)
            return [
                "x": decimal(Double(index) * step), "width": decimal(step * 0.9), "y": decimal(base - tall),
                "height": decimal(tall),
                "title":
                    "\(Duration.milliseconds(edge(first + index)).text) to \(Duration.milliseconds(edge(first + index + 1)).text): "
                    + Numbers.count(count, "row"),
            ]
        }
        let percentiles = LatencyHistogram.shownPercentiles.map { percentile in
            [
                "name": percentile.name,
                "value": Duration.measuredText(milliseconds: latency.value(atPercentile: percentile.value)),
            ]
        }
        let median = Duration.milliseconds(max(1, latency.value(atPercentile: 50))).text
        return [
            "bars": bars, "levels": levels(top), "ticks": ticks(from: first, count: bins.count),
            "percentiles": percentiles + [
                ["name": "slowest", "value": Duration.measuredText(milliseconds: latency.max)]
            ],
            "summary": "Rows by how long each took; half took \(median) or less",
            "label": "How many messages took how long; half \(median) or less",
        ]
    }

    /// Where the bars begin and end, and round numbers between them as far as there is room.
    private static func ticks(from first: Int, count: Int) -> [[String: Any]] {
        let rounds = (1..<max(count, 1)).filter { (first + $0) % binsPerDecade == 0 }
        let room = max(1, count / 5)
        let inner = rounds.filter { $0 >= room && count - $0 >= room }
        return ([0] + inner + [count]).map { index in
            [
                "x": decimal(Double(index) / Double(count) * 100),
                "label": Duration.milliseconds(edge(first + index)).text,
                "anchor": index == 0 ? "start" : index == count ? "end" : "middle",
            ]
        }
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
}
