/// Spaces attempts evenly: no two start closer than the rate's interval.
///
/// Pure: every instant is the time elapsed since the run began. Slots are reserved ahead of their time, so waking up late
/// delays one attempt and never the schedule; time nobody used is lost, never caught up with a burst.
package struct Pacer: Sendable {
    private let interval: Duration
    private var nextSlot: Duration

    /// Starts with a slot at once, or at `earliest` when an earlier run used the rate up.
    package init(rate: SendRate, earliest: Duration = .zero) {
        interval = rate.interval
        nextSlot = earliest
    }

    /// When the next attempt may start, seen from `now`.
    package func next(at now: Duration) -> Duration { max(now, nextSlot) }

    /// How many slots begin no later than `horizon`, counted up to `limit`.
    package func slots(at now: Duration, until horizon: Duration, limit: Int) -> Int {
        let first = next(at: now)
        guard first <= horizon else { return 0 }
        return min(limit, Int((horizon - first) / interval) + 1)
    }

    /// Takes the next slot and returns when it begins.
    package mutating func reserve(at now: Duration) -> Duration {
        let slot = next(at: now)
        nextSlot = slot + interval
        return slot
    }
}
