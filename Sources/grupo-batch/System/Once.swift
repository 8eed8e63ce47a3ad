import Synchronization

/// Says yes to the first who asks, and no to all others.
final class Once: Sendable {
    private let isTaken = Atomic(false)

    func first() -> Bool { !isTaken.exchange(true, ordering: .acquiringAndReleasing) }
}
