import Foundation

/// A gate between a test and the threads of its server: closed until the test opens it.
public final class Gate: Sendable {
    // Whoever passes signals again, so that the gate stays open.
    private let semaphore = DispatchSemaphore(value: 0)

    /// Makes a closed gate.
    public init() {}

    /// Opens it for good.
    public func open() { semaphore.signal() }

    /// Blocks the thread until the gate is open, or a minute has passed: its test has failed by then.
    func wait() {
        guard semaphore.wait(timeout: .now() + 60) == .success else { return }
        semaphore.signal()
    }
}
