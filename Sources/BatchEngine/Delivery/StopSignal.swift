import Synchronization

/// The user's wish to end a run, in two steps: first drain, then leave at once.
package final class StopSignal: Sendable {
    /// How urgently the run should end.
    package enum Level: Int, Sendable, Comparable {
        /// Go on.
        case none
        /// Start nothing new, let what is in flight finish.
        case draining
        /// Give up on what is in flight.
        case aborting

        /// Orders the levels by urgency.
        package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    /// Stands for a first SIGINT that came from the live page: a number that no signal has, and whose low byte is SIGINT's.
    package static let fromPage: Int32 = 0x102

    private struct State {
        var level = Level.none
        var signal: Int32 = 0
        var listener: (@Sendable (Level) -> Void)?
    }

    private let state = Mutex(State())

    /// A signal nobody has given yet.
    package init() {}

    /// How urgently the run should end now.
    package var level: Level { state.withLock { $0.level } }

    /// The operating system's number of the first signal, 0 when there was none.
    package var signal: Int32 { state.withLock { $0.signal } }

    /// Raises the level by one step: the first call drains, the second aborts. Safe from any thread.
    ///
    /// Returns whether somebody listens, who ends what is under way.
    @discardableResult
    package func raise(signal: Int32) -> Bool {
        let (level, listener) = state.withLock { state in
            // Who gives up on what is in flight is never the page.
            if state.signal == 0 || state.signal == Self.fromPage { state.signal = signal }
            state.level = state.level == .none ? .draining : .aborting
            return (state.level, state.listener)
        }
        listener?(level)
        return listener != nil
    }

    /// Calls `listener` at every rise, and at once when the level has already risen. There is one listener at a time.
    package func onRise(_ listener: (@Sendable (Level) -> Void)?) {
        let level = state.withLock { state in
            state.listener = listener
            return state.level
        }
        if level > .none { listener?(level) }
    }
}
