/// How long sends took, in memory that does not grow with their number.
///
/// Values below 256 ms are kept exactly, larger ones to within one part in 128: each power of two is cut into 128
/// steps.
package struct LatencyHistogram: Sendable, Hashable {
    private static let exact = 256
    private static let stepsPerOctave = 128
    private static let largest = 1 << 40

    private var counts: [Int] = []
    private var sum = 0

    /// How many values were recorded.
    package private(set) var count = 0
    /// The smallest value in milliseconds, exactly; 0 when there is none.
    package private(set) var min = 0
    /// The largest value in milliseconds, exactly; 0 when there is none.
    package private(set) var max = 0

    /// Starts empty.
    package init() {}

    /// The mean in milliseconds; 0 when there is none.
    package var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

    /// Records a value in milliseconds; negative ones count as 0.
    package mutating func record(_ milliseconds: Int) {
        let value = Swift.min(Swift.max(milliseconds, 0), Self.largest)
        let index = Self.index(of: value)
        if index >= counts.count { counts += repeatElement(0, count: index + 1 - counts.count) }
        counts[index] += 1
        min = count == 0 ? value : Swift.min(min, value)
        max = Swift.max(max, value)
        count += 1
        sum += value
    }

    /// The smallest value that at least `percentile` per cent of all values do not exceed, in milliseconds.
    package func value(atPercentile percentile: Double) -> Int {
        guard count > 0 else { return 0 }
        let wanted = Swift.max(1, Int((Double(count) * percentile / 100).rounded(.up)))
        var seen = 0
        for (index, count) in counts.enumerated() {
            seen += count
            if seen >= wanted { return Swift.min(Swift.max(Self.middle(of: index), min), max) }
        }
        return max
    }

    /// Calls `body` with each value that occurred (to within the precision) and how often, smallest first.
    package func forEachValue(_ body: (_ milliseconds: Int, _ count: Int) -> Void) {
        for (index, count) in counts.enumerated() where count > 0 { body(Self.middle(of: index), count) }
    }

    private static func index(of value: Int) -> Int {
        guard value >= exact else { return value }
        let shift = Int.bitWidth - value.leadingZeroBitCount - 8
        return exact + (shift - 1) * stepsPerOctave + (value >> shift) - stepsPerOctave
    }

    private static func middle(of index: Int) -> Int {
        guard index >= exact else { return index }
        let shift = (index - exact) / stepsPerOctave + 1
        let lower = ((index - exact) % stepsPerOctave + stepsPerOctave) << shift
        return lower + (1 << shift) / 2
    }
}
