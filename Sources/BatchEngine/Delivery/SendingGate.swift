import Synchronization

/// A gate in front of the site: while it is closed nothing new is claimed and nothing begins to be sent; what is in flight finishes.
///
/// It ends no run, and is no obstacle to the end of one: that is what `StopSignal` is for. Safe from any thread.
package final class SendingGate: Sendable {
    private struct State {
        var isClosed = false
        var listener: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// An open gate.
    package init() {}

    /// Whether nothing new may leave.
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Closes the gate; without effect on a closed one.
    package func close() { move(isClosed: true) }

    /// Opens the gate; without effect on an open one.
    package func open() { move(isClosed: false) }

    /// Calls `listener` whenever the gate has moved. There is one listener at a time.
    package func onMove(_ listener: (@Sendable () -> Void)?) { state.withLock { $0.listener = listener } }

    private func move(isClosed: Bool) {
        let listener = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.isClosed != isClosed else { return nil }
            state.isClosed = isClosed
            return state.listener
        }
        listener?()
    }
}
