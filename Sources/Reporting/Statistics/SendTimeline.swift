import BatchModel

/// When rows got their result, in at most 120 equal stretches of time.
///
/// The stretches widen as the whole time grows; results may come in any order.
package struct SendTimeline: Sendable, Hashable {
    /// The results of one stretch.
    package struct Stretch: Sendable, Hashable {
        /// Rows that were sent.
        package var sent = 0
        /// Rows that were rejected or not sent.
        package var failed = 0
        /// Rows that may have arrived.
        package var unknown = 0

        /// All results.
        package var total: Int { sent + failed + unknown }

        fileprivate static func += (left: inout Stretch, right: Stretch) {
            left.sent += right.sent
            left.failed += right.failed
            left.unknown += right.unknown
        }
    }

    /// The most stretches there ever are.
    package static let limit = 120

    /// Widths people think in, in milliseconds; each is a multiple of the one before, then they double.
    private static let widths: [Int64] = [
        10, 50, 100, 500, 1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000,
        86_400_000,
    ]
    private static let farthest: Int64 = 8_640_000_000_000_000

    /// The stretches in order; none when there was no result.
    package private(set) var stretches: [Stretch] = []
    /// How long one stretch is, in milliseconds.
    package private(set) var width = Self.widths[0]
    private var first: Int64 = 0

    /// Starts empty.
    package init() {}

    /// When the first stretch begins, in milliseconds since 1970 (UTC).
    package var start: Int64 { first * width }
    /// When the last stretch ends.
    package var end: Int64 { (first + Int64(stretches.count)) * width }

    /// Counts a result; outcomes of rows that were never tried are ignored.
    ///
    /// - Parameter instant: when it came, in milliseconds since 1970 (UTC).
    package mutating func add(_ outcome: Outcome, at instant: Int64) {
        var one = Stretch()
        switch outcome {
        case .sent: one.sent = 1
        case .rejected, .notSent: one.failed = 1
        case .unknown: one.unknown = 1
        case .invalid, .excluded, .pending: return
        }
        let instant = min(max(instant, -Self.farthest), Self.farthest)
        while !makeRoom(for: instant) { widen() }
        stretches[Int(Self.floor(instant, width) - first)] += one
    }

    private mutating func makeRoom(for instant: Int64) -> Bool {
        let position = Self.floor(instant, width)
        if stretches.isEmpty { first = position }
        let count = max(first + Int64(stretches.count), position + 1) - min(first, position)
        guard count <= Self.limit else { return false }
        if position < first {
            stretches.insert(contentsOf: repeatElement(Stretch(), count: Int(first - position)), at: 0)
            first = position
        }
        stretches += repeatElement(Stretch(), count: Int(count) - stretches.count)
        return true
    }

    private mutating func widen() {
        let wider = Self.widths.first { $0 > width } ?? width * 2
        let factor = wider / width
        let newFirst = Self.floor(first, factor)
        var merged: [Stretch] = []
        for (offset, stretch) in stretches.enumerated() {
            let place = Int(Self.floor(first + Int64(offset), factor) - newFirst)
            while merged.count <= place { merged.append(Stretch()) }
            merged[place] += stretch
        }
        (first, width, stretches) = (newFirst, wider, merged)
    }

    private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : (number + 1) / divisor - 1
    }
}
