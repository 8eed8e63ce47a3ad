import BatchModel
import Synchronization

/// What a send waits for before it leaves: its place in time.
protocol SlotWaiting: AnyObject, Sendable {
    /// Sleeps until a place that was given, or another one.
    func wait(for slot: Duration, on clock: any RunClock) async -> SlotWait
}

/// How a wait for a slot ended.
enum SlotWait {
    /// The attempt may leave now.
    case isOver
    /// The process stood still over the slot: what was decided before may not hold any more.
    case isMissed
    /// The task was cancelled.
    case isCancelled
}

/// The pace of a run, shared by the loop, which reserves slots, and the sends, which wait for theirs.
///
/// A machine that pauses wakes many sends at once, all of them late. Each then waits for another slot, so that they do
/// not arrive as a burst.
final class SharedPacer: SlotWaiting {
    private let pacer: Mutex<Pacer>

    init(_ pacer: Pacer) { self.pacer = Mutex(pacer) }

    /// When the last slot that was reserved begins.
    var lastSlot: Duration { pacer.withLock(\.lastSlot) }

    /// When the next attempt may start.
    func next(at now: Duration) -> Duration { pacer.withLock { $0.next(at: now) } }

    /// How many slots begin no later than `horizon`, counted up to `limit`.
    func slots(at now: Duration, until horizon: Duration, limit: Int) -> Int {
        pacer.withLock { $0.slots(at: now, until: horizon, limit: limit) }
    }

    /// Takes the next slot and returns when it begins.
    func reserve(at now: Duration) -> Duration { pacer.withLock { $0.reserve(at: now) } }

    /// Sleeps until a reserved slot, or another one where that is just missed.
    func wait(for slot: Duration, on clock: any RunClock) async -> SlotWait {
        var slot = slot
        while true {
            do { try await clock.sleep(until: slot) } catch { return .isCancelled }
            let now = clock.elapsed
            if now - slot > PauseWatch.tolerance { return .isMissed }
            guard let other = pacer.withLock({ $0.reserve(insteadOf: slot, at: now) }) else { return .isOver }
            slot = other
        }
    }
}
