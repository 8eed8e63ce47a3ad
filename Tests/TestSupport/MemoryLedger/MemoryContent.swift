import BatchModel
import LedgerStore

/// What a ledger in memory holds: plain values, so that a copy is a view of its own, and what throws midway has changed nothing.
struct MemoryContent: Sendable {
    /// A message; its number is its place, from 1.
    struct Message: Sendable {
        var identity: MessageIdentity
        var recipient: UInt64
        var state = DeliveryState.pending
        var trace = AttemptTrace.untried
        var campaign: Int64?

        /// Whether the recipient has, or may have, the message.
        var isServed: Bool { [.claimed, .sent, .unknown].contains(state) }
    }

    /// A campaign's current plan.
    struct Plan: Sendable {
        enum Row: Sendable {
            case message(Int64)
            case invalid(String)
            case excluded
        }

        var id: Int64
        var description: PlanDescription
        var rows: [Row]

        /// The messages of its rows.
        var messages: [Int64] { rows.compactMap { if case .message(let entry) = $0 { entry } else { nil } } }
    }

    /// A text as SQLite and PostgreSQL compare it: by its bytes.
    typealias Bytes = [UInt8]

    var campaigns: [Campaign] = []
    /// The lowest and the highest message of each campaign.
    var reaches: [Int64: ClosedRange<Int64>] = [:]
    private(set) var messages: [Message] = []
    private(set) var numbers: [MessageIdentity: Int64] = [:]
    var plans: [Int64: Plan] = [:]
    var lastPlan: Int64 = 0
    var runs: [RunRecord] = []
    var pacing: [Bytes: [Bytes: String]] = [:]
    var answered: [Int64: [Bytes: Int]] = [:]
    var reports: [Bytes: OwnReport] = [:]
    /// The messages that a campaign counted as sent although another one sent them.
    var counted: [Int64: Set<Int64>] = [:]
    /// The oldest version of the row that a message is a version of.
    var roots: [Int64: Int64] = [:]
    /// Where all of it went.
    var moved: MovedLedger?
    /// The moves that were taken in.
    var tokens: Set<String> = []

    subscript(entry: Int64) -> Message? {
        messages.indices.contains(Int(entry) - 1) ? messages[Int(entry) - 1] : nil
    }

    /// Changes a message; one the ledger does not have is passed over.
    mutating func change(_ entry: Int64, _ body: (inout Message) throws -> Void) rethrows {
        guard messages.indices.contains(Int(entry) - 1) else { return }
        try body(&messages[Int(entry) - 1])
    }

    /// Adds a message that can be found by its number; by its identity it is found after `index`.
    mutating func add(_ identity: MessageIdentity, recipient: UInt64) -> Int64 {
        messages.append(Message(identity: identity, recipient: recipient))
        return Int64(messages.count)
    }

    /// Makes messages known by their identities, from a number on.
    mutating func index(from first: Int64) throws {
        for entry in first..<Int64(messages.count + 1) {
            guard numbers.updateValue(entry, forKey: messages[Int(entry) - 1].identity) == nil else {
                throw LedgerFault.repeatedIdentity
            }
        }
    }

    /// The number of the next message.
    var nextEntry: Int64 { Int64(messages.count) + 1 }

    /// All messages with their numbers.
    var all: [(entry: Int64, message: Message)] { messages.enumerated().map { (Int64($0) + 1, $1) } }

    /// A message of this identity; nil when there is none.
    func find(_ identity: MessageIdentity) -> (entry: Int64, message: Message)? {
        numbers[identity].flatMap { entry in self[entry].map { (entry, $0) } }
    }

    /// A message as it is told.
    func entry(_ number: Int64) -> LedgerEntry? {
        self[number].map {
            LedgerEntry(
                id: number, identity: $0.identity, state: $0.state, trace: $0.trace, campaign: $0.campaign)
        }
    }

    /// Widens the range of messages that a campaign's own are among.
    mutating func extendReach(of campaign: Int64, to entries: [Int64]) {
        guard let lowest = entries.min(), let highest = entries.max() else { return }
        let reach = reaches[campaign] ?? lowest...highest
        reaches[campaign] = min(reach.lowerBound, lowest)...max(reach.upperBound, highest)
    }
}
