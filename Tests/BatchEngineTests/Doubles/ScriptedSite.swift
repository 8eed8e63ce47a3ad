import BatchModel
import GrupoAPI
import LedgerStore
import Synchronization

@testable import BatchEngine

/// A site that answers as a script says, and remembers what it saw.
final class ScriptedSite: MessageSender {
    private struct State {
        var inFlight = 0
        var peak = 0
        var users: [String] = []
        var probes = 0
        var isUp = true
        var onUnaskedReply: (@Sendable ([RowReference]) -> Void)?
        var unsaid: [RowReference] = []
    }

    private let state = Mutex(State())
    private let answer: @Sendable (PlannedMessage, Int) async -> AttemptResult

    /// Answers by the message and the number of attempts seen before, over all messages.
    init(_ answer: @escaping @Sendable (PlannedMessage, Int) async -> AttemptResult) { self.answer = answer }

    var peak: Int { state.withLock { $0.peak } }
    var users: [String] { state.withLock { $0.users } }
    var probes: Int { state.withLock { $0.probes } }

    func setUp(_ isUp: Bool) { state.withLock { $0.isUp = isUp } }

    func send(_ message: PlannedMessage, for row: RowReference) async -> AttemptResult {
        let before = state.withLock { state in
            state.inFlight += 1
            state.peak = max(state.peak, state.inFlight)
            state.users.append(message.user)
            return state.users.count - 1
        }
        let result = await answer(message, before)
        state.withLock { $0.inFlight -= 1 }
        return result
    }

    func onUnaskedReply(_ handler: (@Sendable ([RowReference]) -> Void)?) {
        state.withLock { $0.onUnaskedReply = handler }
    }

    /// Says that the answers to some rows are doubtful, now or when the run has nothing more to do.
    func doubt(_ entries: [Int64], atTheEnd: Bool = false) {
        let rows = entries.map { RowReference(entry: $0, row: Int($0) + 1) }
        let handler = state.withLock { state in
            if atTheEnd { state.unsaid += rows }
            return state.onUnaskedReply
        }
        if !atTheEnd { handler?(rows) }
    }

    func awaitSilence() async {
        let (rows, handler) = state.withLock { ($0.unsaid, $0.onUnaskedReply) }
        if !rows.isEmpty { handler?(rows) }
    }

    func shutdown() async {}

    func probe() async -> Bool {
        state.withLock { state in
            state.probes += 1
            return state.isUp
        }
    }
}

/// Rows with the users `user1`, `user2`, …
struct ListedRows: RowSource {
    var rows: [SendableRow]

    init(_ count: Int) {
        rows = (0..<count).map { index in
            SendableRow(
                entry: Int64(index + 1),
                identity: MessageIdentity(key: MessageKey(high: 0, low: UInt64(index)), ordinal: 1),
                row: index + 2,
                message: PlannedMessage(user: "user\(index + 1)", sender: "admin", message: "hello"), previous: .pending
            )
        }
    }

    mutating func next(_ limit: Int) async throws -> [SendableRow] {
        defer { rows.removeFirst(min(limit, rows.count)) }
        return Array(rows.prefix(limit))
    }
}
