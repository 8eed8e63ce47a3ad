import BatchModel
import LedgerStore

/// The engine's view of the durable record: what it needs while messages are on their way.
package protocol DeliveryLedger: Sendable {
    /// Records results and reserves rows for one attempt each, in one transaction.
    ///
    /// On return both are on disk. Not cancellable: a result that is known is recorded whatever happens to the task. Returns the
    /// rows that were won: no other may be sent. `telling` is for others who send the same run; nil where there can be none.
    /// - Throws: when nothing, or nothing for certain, was recorded; no row may be claimed after that.
    func commit(settling: [Settlement], claiming: [Int64], telling: FleetTelling?) async throws -> Committed

    /// What there is to hear of others who send the same run; nil where there can be none.
    func look() async throws -> FleetNews?

    /// Makes rows unknown whose recorded results may be others'; returns the states in which all of them were.
    ///
    /// On return it is on disk. Claimed rows stay claimed: their results are still to come.
    func doubt(_ entries: [Int64]) async throws -> [Int64: DeliveryState]

    /// Keeps what the next run has to know of the pacing; on return it is on disk.
    func keep(_ pacing: PacingRecord) throws
}

extension DeliveryLedger {
    /// Whoever sends alone hears nothing.
    package func look() async throws -> FleetNews? { nil }
}

/// A row that may be sent now.
package struct SendableRow: Sendable {
    /// The ledger's number of the message.
    package var entry: Int64
    /// The row's identity.
    package var identity: MessageIdentity
    /// The row in the report's numbering.
    package var row: Int
    /// What to send.
    package var message: PlannedMessage
    /// What the row was before this run.
    package var previous: Outcome

    /// Names the row.
    var reference: RowReference { RowReference(entry: entry, row: row) }
}

/// Yields the rows of a run in the order they shall be sent.
package protocol RowSource {
    /// Returns at most `limit` of the next rows, none only at the end.
    ///
    /// - Throws: when the next row cannot be had; rows found before it were returned by an earlier call.
    mutating func next(_ limit: Int) async throws -> [SendableRow]
}
