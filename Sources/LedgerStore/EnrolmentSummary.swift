import BatchModel

/// What a plan means for the messages of its campaign, before anything is sent.
package struct EnrolmentSummary: Sendable, Hashable {
    /// Where the plan's rows stand.
    package var counts = PlanCounts()
    /// Messages the ledger did not have.
    package var newlyEnrolled = 0
    /// Messages the ledger had, from this file or another one of the same content.
    package var alreadyKnown = 0
    /// When the last of the plan's sent messages was sent, in milliseconds since 1970 (UTC).
    package var lastSentAtMilliseconds: Int64?
    /// Positions, in order, of rows whose recipient already got something from this file that is no longer in it, and
    /// who would get this row as a second message (scenario 4).
    package var editedServed: [Int32] = []

    /// Nothing counted yet.
    package init() {}

    /// All rows.
    package var rows: Int { counts.total }
}
