import BatchModel
import LedgerStore
import Synchronization

@testable import BatchEngine

/// A ledger in memory that holds the engine to the table of transitions and can be made to fail.
final class RecordingLedger: DeliveryLedger {
    struct Full: Error {}

    private struct State {
        var states: [Int64: DeliveryState] = [:]
        var commits = 0
        var attempts = 0
        var mostClaimed = 0
        var illegal: [String] = []
        var pacing: [PacingRecord] = []
    }

    private let state = Mutex(State())
    private let failsFrom: Int
    private let duringCommit: @Sendable (Int) -> Void

    private let taken: Set<Int64>

    /// Fails at commit number `failsFrom` and every later one; calls `duringCommit` with the number of each. Entries that are
    /// `taken` are never won.
    init(failsFrom: Int = .max, taken: Set<Int64> = [], duringCommit: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.failsFrom = failsFrom
        self.taken = taken
        self.duringCommit = duringCommit
    }

    var states: [Int64: DeliveryState] { state.withLock { $0.states } }
    var attempts: Int { state.withLock { $0.attempts } }
    var mostClaimed: Int { state.withLock { $0.mostClaimed } }
    var pacing: [PacingRecord] { state.withLock { $0.pacing } }
    var illegalMoves: [String] { state.withLock { $0.illegal } }

    func count(_ wanted: DeliveryState) -> Int { states.values.count { $0 == wanted } }

    func commit(settling: [Settlement], claiming: [Int64], telling _: FleetTelling?) async throws -> Committed {
        try state.withLock { state in
            state.commits += 1
            duringCommit(state.commits)
            if state.commits >= failsFrom { throw Full() }
            for settlement in settling {
                Self.move(&state, settlement.entry, to: settlement.state)
                state.attempts += settlement.trace.attempts
            }
            let won = claiming.filter { !taken.contains($0) }
            for entry in won { Self.move(&state, entry, to: .claimed) }
            state.mostClaimed = max(state.mostClaimed, state.states.values.count { $0 == .claimed })
            return Committed(claimed: won)
        }
    }

    func doubt(_ entries: [Int64]) async throws -> [Int64: DeliveryState] {
        state.withLock { state in
            var before: [Int64: DeliveryState] = [:]
            for entry in entries {
                before[entry] = state.states[entry]
                if let old = state.states[entry], old != .claimed, old != .unknown {
                    Self.move(&state, entry, to: .unknown)
                }
            }
            return before
        }
    }

    func keep(_ pacing: PacingRecord) throws { state.withLock { $0.pacing.append(pacing) } }

    private static func move(_ state: inout State, _ entry: Int64, to new: DeliveryState) {
        let old = state.states[entry] ?? .pending
        if DeliveryState.transitions[old]?.contains(new) != true { state.illegal.append("\(entry): \(old) to \(new)") }
        state.states[entry] = new
    }
}
