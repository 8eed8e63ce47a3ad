import BatchModel

/// What a ledger does with the rows of an enrolment, or of its preview.
package protocol EnrolmentTarget: AnyObject {
    /// Takes rows in order, the first of them at a position; returns where each stood before, or nothing when that is not asked.
    func take(_ rows: [EnrolmentRow], from position: Int, tellsStandings: Bool) throws -> [RowStanding]

    /// Takes note of a message that was served from the file; returns whether it was counted.
    func takeServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool
}

/// A row on its way into a ledger.
package struct EnrolmentRow: Sendable {
    /// The row as validation left it.
    package let row: Enrolment.Row
    /// Whether the run may send it.
    package let isSelected: Bool
    /// The row it was written for, where it is a corrected one.
    package let stated: StatedRow?

    /// Puts a row together.
    package init(_ row: Enrolment.Row, isSelected: Bool, stated: StatedRow?) {
        self.row = row
        self.isSelected = isSelected
        self.stated = stated
    }
}

/// Where a row stood when it was enrolled.
package struct RowStanding: Sendable, Hashable {
    /// Whether the run would send it.
    package let isToBeSent: Bool
    /// Where the ledger had its message; nil when it did not have it, and for a row without one.
    package let known: KnownMessage?

    /// Describes a row.
    package init(isToBeSent: Bool, known: KnownMessage?) { (self.isToBeSent, self.known) = (isToBeSent, known) }
}
