import BatchEngine
import Synchronization

/// Hands a run's events to its display once there is one.
final class DisplayHolder: Sendable {
    private let display = Mutex<ProgressDisplay?>(nil)

    func begin(_ new: ProgressDisplay) {
        display.withLock { $0 = new }
        new.start()
    }

    func take(_ event: RunEvent) { current?.take(event) }

    func show(_ line: String) {
        if let current { current.show(line) } else { Console.err(line) }
    }

    func finish() { current?.finish() }

    private var current: ProgressDisplay? { display.withLock { $0 } }
}
