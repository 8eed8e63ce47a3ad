import Text

/// Spaces attempts evenly: no second holds more of them than the rate and one.
///
/// Pure: every instant is the time elapsed since the run began. Slots are reserved ahead of their time, so waking up a little
/// late delays one attempt and never the schedule; time nobody used is lost, never caught up with a burst.
package struct Pacer: Sendable {
    /// Slots lie a two-hundredth further apart than the rate asks, so that some may be late without crowding a second.
    private static let margin = 200

    /// The time between two attempts.
    package let spacing: Duration
    /// How late an attempt may start: a second and twice as much more holds no more slots than a second may hold attempts.
    /// The other half is for what delays it afterwards: threads, sockets, the way to the site.
    package let tolerance: Duration
    private var nextSlot: Duration

    /// Starts with a slot at once, or at `earliest` when an earlier run used the rate up.
    package init(rate: SendRate, earliest: Duration = .zero) {
        spacing = rate.interval + rate.interval / Self.margin
        let perSecond = Int((1 / rate.interval.secondsValue).rounded(.down))
        tolerance = (spacing * (perSecond + 1) - .seconds(1)) / 2
        nextSlot = earliest
    }

    /// The last slot that was reserved; meaningless before the first.
    package var lastSlot: Duration { nextSlot - spacing }

    /// When the next attempt may start, seen from `now`.
    package func next(at now: Duration) -> Duration { max(now, nextSlot) }

    /// How many slots begin no later than `horizon`, counted up to `limit`.
    package func slots(at now: Duration, until horizon: Duration, limit: Int) -> Int {
        let first = next(at: now)
        guard first <= horizon else { return 0 }
        return min(limit, Int((horizon - first) / spacing) + 1)
    }

    /// Takes the next slot and returns when it begins.
    package mutating func reserve(at now: Duration) -> Duration {
        let slot = next(at: now)
        nextSlot = slot + spacing
        return slot
    }

    /// Takes another slot if `slot` was missed; nil when an attempt may start in it now.
    package mutating func reserve(insteadOf slot: Duration, at now: Duration) -> Duration? {
        now - slot <= tolerance ? nil : reserve(at: now)
    }
}
