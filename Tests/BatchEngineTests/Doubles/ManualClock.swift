import Synchronization

@testable import BatchEngine

/// A clock that a test moves: nobody wakes before, however long the test takes.
final class ManualClock: RunClock {
    private struct Sleeper {
        var id: Int
        var until: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Duration = .zero
        var isOver = false
        var lastID = 0
        var cancelled: Set<Int> = []
        var sleepers: [Sleeper] = []
        var watchers: [(isMet: @Sendable (Duration) -> Bool, continuation: CheckedContinuation<Duration, Never>)] = []
    }

    private let state = Mutex(State())
    private let wallAtStart: Int64

    /// Begins at a time of day, in milliseconds since 1970 (UTC).
    init(wall: Int64 = 1_800_000_000_000) { wallAtStart = wall }

    var elapsed: Duration { state.withLock { $0.now } }

    var wall: Int64 { wallAtStart + elapsed.milliseconds }

    func sleep(until instant: Duration) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                fallAsleep(Sleeper(id: id, until: instant, continuation: continuation))
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                return state.sleepers.firstIndex { $0.id == id }.map { state.sleepers.remove(at: $0) }
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func fallAsleep(_ sleeper: Sleeper) {
        enum Fate {
            case wakes, isCancelled
            case sleeps([CheckedContinuation<Duration, Never>])
        }
        let fate: Fate = state.withLock { state in
            if state.cancelled.contains(sleeper.id) { return .isCancelled }
            if sleeper.until <= state.now { return .wakes }
            state.sleepers.append(sleeper)
            let met = state.watchers.filter { $0.isMet(sleeper.until) }.map(\.continuation)
            state.watchers.removeAll { $0.isMet(sleeper.until) }
            return .sleeps(met)
        }
        switch fate {
        case .wakes: sleeper.continuation.resume()
        case .isCancelled: sleeper.continuation.resume(throwing: CancellationError())
        case .sleeps(let watchers): for watcher in watchers { watcher.resume(returning: sleeper.until) }
        }
    }

    /// Waits until somebody sleeps until an instant for which the condition holds, and returns it.
    @discardableResult
    func sleeper(where isMet: @escaping @Sendable (Duration) -> Bool = { _ in true }) async -> Duration {
        await withCheckedContinuation { continuation in
            let found: Duration? = state.withLock { state in
                let found = state.sleepers.map(\.until).filter(isMet).min()
                if state.isOver { return state.now }
                if found == nil { state.watchers.append((isMet, continuation)) }
                return found
            }
            if let found { continuation.resume(returning: found) }
        }
    }

    /// Moves the clock on, and wakes everybody whose time has come.
    func advance(to instant: Duration) {
        let woken = state.withLock { state in
            state.now = max(state.now, instant)
            let now = state.now
            defer { state.sleepers.removeAll { $0.until <= now } }
            return state.sleepers.filter { $0.until <= now }
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Moves the clock on to whatever is slept for next, again and again, until `work` has ended.
    func run<Result: Sendable>(during work: () async -> Result) async -> Result {
        state.withLock { $0.isOver = false }
        let mover = Task {
            while !state.withLock(\.isOver) { advance(to: await sleeper()) }
        }
        let result = await work()
        let watchers = state.withLock { state in
            state.isOver = true
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.continuation.resume(returning: elapsed) }
        await mover.value
        return result
    }
}
