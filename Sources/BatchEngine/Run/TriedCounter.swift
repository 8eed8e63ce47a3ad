import Synchronization

/// Counts attempts from the run's events.
final class TriedCounter: Sendable {
    private let attempts = Atomic(0)

    var value: Int { attempts.load(ordering: .relaxed) }

    func count() { attempts.add(1, ordering: .relaxed) }
}
