import BatchModel

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

    private let target: any EnrolmentTarget

    /// Rows taken so far.
    package private(set) var rows = 0

    /// Where the ledger had the message of the row taken last; nil when it did not have it.
    package private(set) var lastKnown: KnownMessage?

    /// Hands rows to what a ledger does with them.
    package init(into target: any EnrolmentTarget) { self.target = target }

    /// Rows taken so far that the run would send.
    package var toSend: Int { target.toSend }

    /// Takes the next row; `isSelected` says whether the run may send it, `stated` for which row it was written.
    package mutating func add(_ row: Row, isSelected: Bool = true, stated: StatedRow? = nil) throws {
        lastKnown = try target.take(row, at: rows, isSelected: isSelected, stated: stated)
        rows += 1
    }

    /// Takes note of a message that a report calls sent, or perhaps sent, from this file; call it after all rows. `countsKnown`:
    /// also when the ledger knows it as sent.
    ///
    /// Returns whether it was counted. What the ledger learned later than the report stands.
    package mutating func addServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool {
        try target.takeServed(identity, recipient: recipient, at: milliseconds, countsKnown: countsKnown)
    }
}

/// What a ledger does with the rows of an enrolment, or of its preview.
package protocol EnrolmentTarget: AnyObject {
    /// Rows taken so far that the run would send.
    var toSend: Int { get }

    /// Takes a row at a position and says where the ledger had its message; nil when it did not have it.
    func take(_ row: Enrolment.Row, at position: Int, isSelected: Bool, stated: StatedRow?) throws -> KnownMessage?

    /// Takes note of a message that was served from the file; returns whether it was counted.
    func takeServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool
}
