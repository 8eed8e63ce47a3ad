import Synchronization

/// Who reads the state of a run, and how the run ended.
final class WatchBoard: Sendable {
    /// The most readers at once; each is asked to come later beyond them. Fewer than there may be connections, so that a page is
    /// always to be had.
    static let mostReaders = 8

    private struct State {
        var readers = 0
        var last: String?
    }

    private let state = Mutex(State())

    /// The last state of a run that has ended; nil while it goes on.
    var last: String? { state.withLock { $0.last } }

    /// How many read now.
    var readers: Int { state.withLock { $0.readers } }

    /// The run has ended so.
    func end(_ last: String) { state.withLock { $0.last = last } }

    /// Lets a reader in; nil when there are too many.
    func enter() -> Seat? {
        let isLet = state.withLock { state in
            guard state.readers < Self.mostReaders else { return false }
            state.readers += 1
            return true
        }
        return isLet ? Seat(board: self) : nil
    }

    private func leave() { state.withLock { $0.readers -= 1 } }

    /// A reader's place, given back when nothing holds it any more.
    final class Seat: Sendable {
        private let board: WatchBoard

        fileprivate init(board: WatchBoard) { self.board = board }

        deinit { board.leave() }
    }
}
