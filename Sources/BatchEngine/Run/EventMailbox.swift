import Synchronization

/// Collects events from many tasks for one consumer, who takes everything that has arrived at once.
///
/// Taking whole groups is what lets the ledger commit many results with one `fsync`.
final class EventMailbox<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        var waiter: CheckedContinuation<Void, Never>?
        var wakes = 0
    }

    private let state = Mutex(State())

    /// Adds an event and wakes the consumer. Never blocks for longer than it takes to append.
    func post(_ event: Event) { wake { $0.events.append(event) } }

    /// Returns all events that have arrived, waiting for the first until `deadline` (nil waits for ever).
    ///
    /// Call only from the consumer. Not affected by cancellation: whoever is cancelled posts an event.
    func take(until deadline: ContinuousClock.Instant?) async -> [Event] {
        guard let deadline else {
            await waitForEvent()
            return drain()
        }
        let arrived = drain()
        if !arrived.isEmpty || deadline <= .now { return arrived }
        let alarm = Task {
            // A cancelled sleep means that the events came first.
            guard (try? await Task.sleep(until: deadline, clock: .continuous)) != nil else { return }
            wake { $0.wakes += 1 }
        }
        await waitForEvent()
        alarm.cancel()
        return drain()
    }

    private func waitForEvent() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isReady = state.withLock { state in
                if !state.events.isEmpty || state.wakes > 0 { return true }
                state.waiter = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    private func drain() -> [Event] {
        state.withLock { state in
            state.wakes = 0
            defer { state.events.removeAll(keepingCapacity: true) }
            return state.events
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
