import BatchModel
import Text

extension HTMLCharts {
    /// Results over time; nil when there were none.
    static func timeline(_ timeline: SendTimeline) -> [String: Any]? {
        guard let most = timeline.stretches.map(\.total).max(), most > 0 else { return nil }
        let top = top(most)
        let step = 100 / Double(timeline.stretches.count)
        let width = Duration.milliseconds(Int(timeline.width)).text
        let bars: [[String: Any]] = timeline.stretches.enumerated().filter { $0.element.total > 0 }.map {
            index, stretch in
            let began = RunFacts.moment(timeline.start + Int64(index) * timeline.width)
            let counts = [(stretch.sent, "sent"), (stretch.failed, "failed"), (stretch.unknown, "unknown")]
                .filter { $0.0 > 0 }.map { "\(Numbers.grouped($0.0)) \($0.1)" }
            let parts = parts(stretch, top: top, x: decimal(Double(index) * step), width: decimal(step * 0.86))
            return ["title": "\(began): \(counts.joined(separator: ", "))", "parts": parts]
        }
        return [
            "bars": bars, "scale": "Rows in each \(width)", "levels": levels(top), "times": times(timeline),
            "label": "Results in each \(width), at most \(Numbers.grouped(most))",
        ]
    }

    /// The outcomes of one stretch, one upon the other.
    private static func parts(
        _ stretch: SendTimeline.Stretch, top: Int, x: String, width: String
    ) -> [[String: Any]] {
        var y = base
        return [("sent", stretch.sent), ("rejected", stretch.failed), ("unknown", stretch.unknown)]
            .filter { $0.1 > 0 }.map { outcome, count in
                let tall = tall(count, of: top)
                y -= tall
                return [
                    "x": x, "width": width, "y": decimal(max(y, 0)), "height": decimal(tall), "outcome": outcome,
                ]
            }
    }

    /// Beginning, middle and end of the time axis: to the millisecond when the stretches are short, the day only where it
    /// changes.
    private static func times(_ timeline: SendTimeline) -> [[String: String]] {
        let instants = [timeline.start, timeline.start + (timeline.end - timeline.start) / 2, timeline.end]
        let stamps = instants.map(Timestamp.iso8601)
        let days = stamps.map { $0.prefix(10) }
        let isOneDay = days.first == days.last
        let seconds = timeline.width < 1_000 ? 12 : 8
        return stamps.enumerated().map { index, stamp in
            let time = stamp.dropFirst(11).prefix(isOneDay ? seconds : 5)
            let day = index == 0 || !isOneDay ? "\(days[index]) " : ""
            return ["iso": stamp, "text": "\(day)\(time)\(index == 2 ? " UTC" : "")"]
        }
    }
}
