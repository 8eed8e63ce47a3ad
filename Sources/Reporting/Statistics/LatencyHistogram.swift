import Histogram

/// How long sends took, in memory that does not grow with their number (HdrHistogram).
///
/// Values below two seconds are kept exactly, larger ones to within a thousandth.
package struct LatencyHistogram: Sendable, Equatable {
    private static let largest = 1 << 40

    private var counts = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
    private var sum = 0

    /// Starts empty.
    package init() {}

    /// How many values were recorded.
    package var count: Int { Int(counts.totalCount) }
    /// The smallest value in milliseconds, exactly; 0 when there is none.
    package var min: Int { Int(counts.min) }
    /// The largest value in milliseconds, exactly; 0 when there is none.
    package var max: Int { Int(counts.maxRecorded) }
    /// The mean in milliseconds, exactly; 0 when there is none.
    package var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

    /// Records a value in milliseconds; negative ones count as 0.
    package mutating func record(_ milliseconds: Int) {
        let value = Swift.min(Swift.max(milliseconds, 0), Self.largest)
        counts.record(UInt64(value))
        sum += value
    }

    /// The smallest value that at least `percentile` per cent of all values do not exceed, in milliseconds.
    package func value(atPercentile percentile: Double) -> Int { Int(counts.valueAtPercentile(percentile)) }

    /// Calls `body` with each value that occurred (to within the precision) and how often, smallest first.
    package func forEachValue(_ body: (_ milliseconds: Int, _ count: Int) -> Void) {
        for step in counts.recordedValues() { body(Int(step.value), Int(step.count)) }
    }
}
