import BatchModel
import GRDB

/// Takes a plan's rows one by one, in manifest order.
///
/// Valid only inside the closure it was given to; inside it, call nothing else of the ledger.
package struct Enrolment: ~Copyable {
    /// A row as validation left it.
    package enum Row: Sendable, Hashable {
        /// A message to be sent; `recipient` is a digest of the recipient alone, `earlier` what a ledger of the earlier rule
        /// may call both.
        case message(MessageIdentity, recipient: UInt64, earlier: EarlierSpellings? = nil)
        /// It failed validation, for the reason of this code.
        case invalid(code: String)
        /// It was left out on purpose.
        case excluded
        /// It is left out on purpose now; shown as excluded unless it was sent, or may have been, before.
        case suppressed(MessageIdentity, recipient: UInt64, earlier: EarlierSpellings? = nil)
    }

    private(set) var census: Census
    private var position = 0
    private let finder: EntryFinder
    private let messages: MessageWriter?
    private let plan: PlanWriter?
    private let versions: RowVersions?

    /// Without writers the rows are only counted.
    init(
        _ census: Census, finder: EntryFinder, versions: RowVersions? = nil, messages: MessageWriter? = nil,
        plan: PlanWriter? = nil
    ) {
        self.versions = versions
        self.census = census
        self.finder = finder
        self.messages = messages
        self.plan = plan
    }

    /// Rows taken so far.
    package var rows: Int { position }

    /// Messages taken so far that the ledger had.
    package var alreadyKnown: Int { census.summary.alreadyKnown }

    /// Rows taken so far that the run would send.
    package var toSend: Int { census.summary.selectedSendable }

    /// Where the ledger had the message of the row taken last; nil when it did not have it.
    package private(set) var lastKnown: KnownMessage?

    /// Takes note of a message that a report calls sent, or perhaps sent, from this file; call it after all rows. `countsKnown`:
    /// also when the ledger knows it as sent.
    ///
    /// Returns whether it was counted. What the ledger learned later than the report stands.
    package mutating func addServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool {
        guard let found = try finder.find(identity) else {
            census.countServed(nil, recipient: recipient)
            return true
        }
        guard !found.state.isServed else {
            if countsKnown { census.countServed(found.entry, recipient: recipient) }
            return countsKnown
        }
        let known = KnownMessage(state: found.state, finishedAtMilliseconds: found.finishedAt)
        guard known.isOlder(than: milliseconds ?? .min) else { return false }
        census.countServed(nil, recipient: recipient)
        return true
    }

    /// Takes the next row; `isSelected` says whether the run may send it, `stated` for which row it was written.
    package mutating func add(_ row: Row, isSelected: Bool = true, stated: StatedRow? = nil) throws {
        defer { position += 1 }
        lastKnown = nil
        switch row {
        case .message(let identity, let recipient, let earlier):
            var row = Census.Row(
                position: position, recipient: recipient, spellings: earlier?.recipients ?? [], isSelected: isSelected)
            row.isRepeated = identity.ordinal > 1
            let found = try finder.find(identity, earlier)
            let original = try stated.flatMap { try versions?.original($0) }
            row.otherBatch = original?.batch.flatMap { $0 == census.batch ? nil : $0 }
            let isOfBatch = original?.batch != nil && row.otherBatch == nil
            if found?.state.isServed != true {
                row.isSecond =
                    try versions?.isServed(recipient, besides: found?.entry, isOfBatch ? original : nil) ?? false
            }
            let entry = try found?.entry ?? messages?.insert(identity, recipient: recipient)
            if let entry, let original, isOfBatch, messages != nil { try versions?.join(entry, to: original) }
            if let found { return try take(found, row) }
            if let entry { try plan?.append(entry) }
            try finder.noteNew(identity, earlier)
            try census.countNew(row)
        case .suppressed(let identity, let recipient, let earlier):
            // What was sent before it was left out stays in the record.
            if let found = try finder.find(identity, earlier), found.state.isServed {
                let row = Census.Row(position: position, recipient: recipient, spellings: [], isSelected: isSelected)
                return try take(found, row)
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
    }

    private mutating func take(_ found: EntryFinder.Found, _ row: Census.Row) throws {
        lastKnown = KnownMessage(state: found.state, finishedAtMilliseconds: found.finishedAt)
        try plan?.append(found.entry)
        if found.recipient != row.recipient { try messages?.update(found.entry, recipient: row.recipient) }
        try census.countKnown(found, row)
    }

    mutating func finish() throws -> EnrolmentSummary { try census.finish() }
}
