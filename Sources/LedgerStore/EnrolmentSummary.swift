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
    /// The plan's messages that another campaign sent, or may have sent.
    package var servedByOthers = 0
    /// Selected rows that a run would send: never tried, or known not to have been stored.
    package var selectedSendable = 0
    /// Recipients of those rows who already got another message through this site and batch; nil when the file is not new to
    /// the ledger, or nobody did.
    package var servedElsewhere: ServedElsewhere?
    /// Positions, in order, of rows whose recipient already got something from this file that is no longer in it, and
    /// who would get this row as a second message (scenario 4).
    package var editedServed: [Int32] = []

    /// People who were served from another file.
    package struct ServedElsewhere: Sendable, Hashable {
        /// How many different ones.
        package var recipients: Int
        /// The path of the manifest most of them were served from.
        package var manifestPath: String
        /// When the last of them was served from it, in milliseconds since 1970 (UTC).
        package var lastAtMilliseconds: Int64?
    }

    /// Nothing counted yet.
    package init() {}

    /// All rows.
    package var rows: Int { counts.total }
}
