import Synchronization

/// Collects events from many tasks for one consumer, who takes everything that has arrived at once.
///
/// Taking whole groups is what lets the ledger commit many results with one `fsync`.
final class EventMailbox<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var waiter: CheckedContinuation<Void, Never>?
        /// How many events wake the waiter.
        var enough = 1
        var isUrgent = false
        var hasAlarm = false

        var isReady: Bool { events.count >= enough || isUrgent || hasAlarm }
    }

    private let state = Mutex(State())
    private let clock: any RunClock

    init(_ clock: any RunClock) { self.clock = clock }

    /// Adds an event, and wakes the consumer if it has enough of them or the event is urgent.
    func post(_ event: Event, isUrgent: Bool = false) {
        wake { state in
            state.events.append(event)
            if isUrgent { state.isUrgent = true }
        }
    }

    /// Returns all events that have arrived.
    ///
    /// Waits for the first until `deadline` (nil waits for ever), then for `enough` of them at most as long as `linger`.
    /// Call only from the consumer. Not affected by cancellation: whoever is cancelled posts an event.
    func take(enough: Int, linger: Duration, until deadline: Duration?) async -> [Event] {
        await wait(for: 1, until: deadline)
        if enough > 1, linger > .zero,
            state.withLock({ !$0.events.isEmpty && $0.events.count < enough && !$0.isUrgent })
        {
            await wait(for: enough, until: clock.elapsed + linger)
        }
        return state.withLock { state in
            state.isUrgent = false
            defer { state.events.removeAll(keepingCapacity: true) }
            return state.events
        }
    }

    private func wait(for enough: Int, until deadline: Duration?) async {
        let isReady = state.withLock { state in
            state.enough = enough
            state.hasAlarm = false
            return state.isReady
        }
        if isReady { return }
        let alarm = deadline.map { deadline in
            Task {
                // A cancelled sleep means that the events came first.
                guard (try? await clock.sleep(until: deadline)) != nil else { return }
                wake { $0.hasAlarm = true }
            }
        }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isReady = state.withLock { state in
                if state.isReady { return true }
                state.waiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
        alarm?.cancel()
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            guard state.isReady else { return CheckedContinuation<Void, Never>?.none }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
