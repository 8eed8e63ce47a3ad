import BatchModel

/// Takes a plan's rows one by one, in manifest order, and hands them to the ledger in groups.
///
/// Valid only inside the closure it was given to; inside it, call nothing else of the ledger. Memory: the rows of one group.
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

    private static let groupSize = 1_024

    private let target: any EnrolmentTarget
    private let standings: (([RowStanding]) throws -> Void)?
    private var group: [EnrolmentRow] = []

    /// Rows taken so far.
    package private(set) var rows = 0

    /// Hands rows to what a ledger does with them; `standings` is told where each stood before, in order, unless nobody asks.
    package init(into target: any EnrolmentTarget, standings: (([RowStanding]) throws -> Void)?) {
        self.target = target
        self.standings = standings
        group.reserveCapacity(Self.groupSize)
    }

    /// Takes the next row; `isSelected` says whether the run may send it, `stated` for which row it was written.
    package mutating func add(_ row: Row, isSelected: Bool = true, stated: StatedRow? = nil) throws {
        group.append(EnrolmentRow(row, isSelected: isSelected, stated: stated))
        rows += 1
        if group.count == Self.groupSize { try flush() }
    }

    /// Hands over what waits for its group to be full. Call it after all rows; more than once is harmless.
    package mutating func flush() throws {
        guard !group.isEmpty else { return }
        let found = try target.take(group, from: rows - group.count, tellsStandings: standings != nil)
        group.removeAll(keepingCapacity: true)
        try standings?(found)
    }

    /// Takes note of a message that a report calls sent, or perhaps sent, from this file; call it after all rows. `countsKnown`:
    /// also when the ledger knows it as sent.
    ///
    /// Returns whether it was counted. What the ledger learned later than the report stands.
    package mutating func addServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool {
        try flush()
        return try target.takeServed(identity, recipient: recipient, at: milliseconds, countsKnown: countsKnown)
    }
}
