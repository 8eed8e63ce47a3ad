/// Keeps retries to a share of the traffic, so that a failing site is not hit harder than a healthy one.
///
/// Over any ten seconds: at most 20 % of the attempts started, and ten more.
package struct RetryBudget: Sendable {
    private static let span: Duration = .seconds(10)
    private static let share = 0.2
    private static let reserve = 10

    private var starts = SlidingCount(span: span)
    private var retries = SlidingCount(span: span)

    /// Starts with the reserve only.
    package init() {}

    /// Counts an attempt that starts now.
    package mutating func recordStart(at now: Duration, isRetry: Bool) {
        starts.add(at: now)
        if isRetry { retries.add(at: now) }
    }

    /// How many retries may start now.
    package mutating func available(at now: Duration) -> Int {
        max(0, Self.reserve + Int(Self.share * Double(starts.count(at: now))) - retries.count(at: now))
    }
}

/// How many events fell within the last span, in tenths of it: memory does not grow with events.
struct SlidingCount: Sendable {
    private let slice: Duration
    private var slices: [(index: Int, count: Int)] = []

    init(span: Duration) { slice = span / 10 }

    mutating func add(at now: Duration) {
        let index = Int(now / slice)
        if slices.last?.index == index { slices[slices.count - 1].count += 1 } else { slices.append((index, 1)) }
    }

    mutating func count(at now: Duration) -> Int {
        let oldest = Int(now / slice) - 10
        slices.removeAll { $0.index < oldest }
        return slices.reduce(0) { $0 + $1.count }
    }
}
