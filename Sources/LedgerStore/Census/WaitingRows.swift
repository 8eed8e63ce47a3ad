/// A plan's rows that are still to be sent: there may be millions, and mostly nobody asks.
package protocol WaitingRows: AnyObject {
    /// Adds a row; positions rise.
    func add(_ row: Census.Row, _ standing: WaitingStanding) throws

    /// Visits the rows in order.
    func forEach(_ body: (_ position: Int32, _ recipient: UInt64, _ standing: WaitingStanding) throws -> Void) throws

    /// Visits the other spellings of the rows' recipients, in order.
    func forEachSpelling(
        _ body: (_ position: Int32, _ recipient: UInt64, _ spelling: UInt64, _ standing: WaitingStanding) throws -> Void
    ) throws
}

/// What is known of a row that waits.
package struct WaitingStanding: OptionSet, Sendable {
    package let rawValue: Int64
    /// The run would send it, and it was never tried.
    package static let another = WaitingStanding(rawValue: 1)
    /// The run would send it, and the ledger has it for the first time.
    package static let new = WaitingStanding(rawValue: 2)
    /// An earlier row of the file is the same, word for word.
    package static let repeated = WaitingStanding(rawValue: 4)
    /// The file had it when it was planned last.
    package static let lasting = WaitingStanding(rawValue: 8)

    package init(rawValue: Int64) { self.rawValue = rawValue }
}

extension WaitingRows {
    /// The recipients of rows with a standing, and whom the other spellings of their names mean.
    func people(_ wanted: WaitingStanding) throws -> (recipients: RecipientSet, spelled: [UInt64: UInt64]) {
        var recipients = RecipientSet()
        var spelled: [UInt64: UInt64] = [:]
        try forEach { _, recipient, standing in if standing.contains(wanted) { recipients.insert(recipient) } }
        recipients.seal()
        try forEachSpelling { _, recipient, spelling, standing in
            if standing.contains(wanted) { spelled[spelling] = recipient }
        }
        return (recipients, spelled)
    }
}
