import BatchModel
import GRDB

/// Takes a plan's rows one by one, in manifest order.
///
/// Valid only inside the closure it was given to; inside it, call nothing else of the ledger.
package struct Enrolment {
    /// A row as validation left it.
    package enum Row: Sendable, Hashable {
        /// A message to be sent; `recipient` is a digest of the recipient alone.
        case message(MessageIdentity, recipient: UInt64)
        /// It failed validation, for the reason of this code.
        case invalid(code: String)
        /// It was left out on purpose.
        case excluded
        /// It is left out on purpose now; shown as excluded unless it was sent, or may have been, before.
        case suppressed(MessageIdentity, recipient: UInt64)
    }

    private(set) var census: Census
    private var position = 0
    private let finder: EntryFinder
    private let messages: MessageWriter?
    private let plan: PlanWriter?

    /// Without writers the rows are only counted.
    init(_ census: Census, finder: EntryFinder, messages: MessageWriter? = nil, plan: PlanWriter? = nil) {
        self.census = census
        self.finder = finder
        self.messages = messages
        self.plan = plan
    }

    /// Rows taken so far.
    package var rows: Int { position }

    /// Takes the next row and returns where its message stands; nil for a row without one.
    @discardableResult
    package mutating func add(_ row: Row) throws -> DeliveryState? {
        defer { position += 1 }
        switch row {
        case .message(let identity, let recipient):
            if let found = try finder.find(identity) { return try take(found, recipient: recipient) }
            if let entry = try messages?.insert(identity, recipient: recipient) { try plan?.append(entry) }
            try census.countNew(position: position, recipient: recipient)
            return .pending
        case .suppressed(let identity, let recipient):
            // What was sent before it was left out stays in the record.
            if let found = try finder.find(identity), found.state.isServed {
                return try take(found, recipient: recipient)
            }
            try plan?.appendExcluded()
            census.countExcluded()
        case .excluded:
            try plan?.appendExcluded()
            census.countExcluded()
        case .invalid(let code):
            try plan?.append(invalid: code)
            census.countInvalid()
        }
        return nil
    }

    private mutating func take(_ found: EntryFinder.Found, recipient: UInt64) throws -> DeliveryState {
        try plan?.append(found.entry)
        try census.countKnown(
            found.entry, state: found.state, finishedAt: found.finishedAt, position: position, recipient: recipient)
        return found.state
    }

    mutating func finish() throws -> EnrolmentSummary { try census.finish() }
}
