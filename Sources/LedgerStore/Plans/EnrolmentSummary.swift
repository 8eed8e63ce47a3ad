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
    /// Recipients of those rows who already got another message through this site and batch, and none from this file; nil when
    /// nobody did.
    package var servedElsewhere: ServedElsewhere?
    /// Recipients of those rows who got a message from this file under a label, where this run has none and there was none before.
    package var servedUnderLabel: ServedElsewhere?
    /// Selected rows that are new to this ledger and whose recipients were served by another row of the same file; nil when there
    /// are none.
    package var servedHere: ServedHere?
    /// Selected rows that were written for another batch; nil when there are none.
    package var ofOtherBatch: OtherBatch?
    /// Positions, in order, of rows whose recipient already got something from this file that is no longer in it, and
    /// who would get this row as a second message (scenario 4).
    package var editedServed: [Int32] = []
    /// How many of them only may have got it: what became of the row as it was is unknown.
    package var editedUnknown = 0

    /// The path this file had before it was moved and all its rows were edited, as far as can be known: more than half of its
    /// recipients were served from a file that is no longer there. Nil otherwise.
    package var movedFrom: String?
    /// The campaign of the file this one was, where it is new under its path; nil otherwise.
    package var predecessor: Int64?

    /// People who were served from another file.
    package struct ServedElsewhere: Sendable, Hashable {
        /// How many different ones.
        package var recipients: Int
        /// How many there are of whom this file serves: in this run, or in an earlier one by a row that is still in it.
        package var among: Int
        /// The positions of their rows, in order.
        package var positions: [Int32]
        /// The label most of them were served under; nil for none.
        package var batch: String?
        /// The path of the manifest most of them were served from.
        package var manifestPath: String
        /// When the last of them was served from it, in milliseconds since 1970 (UTC).
        package var lastAtMilliseconds: Int64?

        /// Describes them.
        package init(
            recipients: Int, among: Int, positions: [Int32], batch: String?, manifestPath: String,
            lastAtMilliseconds: Int64?
        ) {
            self.recipients = recipients
            self.among = among
            self.positions = positions
            self.batch = batch
            self.manifestPath = manifestPath
            self.lastAtMilliseconds = lastAtMilliseconds
        }
    }

    /// New rows for people whom another row of the file served.
    package struct ServedHere: Sendable, Hashable {
        /// The rows' positions, in order.
        package var positions: [Int32] = []
        /// How many of the rows are the same as an earlier one, word for word.
        package var repeated = 0
        /// When the last of their people was served, in milliseconds since 1970 (UTC).
        package var lastAtMilliseconds: Int64?

        /// None found yet.
        package init() {}
    }

    /// Rows of a file to be sent again that belong to another batch.
    package struct OtherBatch: Sendable, Hashable {
        /// Its label, empty for none.
        package var label: String
        /// How many rows.
        package var rows = 0

        /// Counts none of a label's rows yet, unless said otherwise.
        package init(label: String, rows: Int = 0) { (self.label, self.rows) = (label, rows) }

        /// One more.
        package var counted: OtherBatch { OtherBatch(label: label, rows: rows + 1) }
    }

    /// Nothing counted yet.
    package init() {}

    /// All rows.
    package var rows: Int { counts.total }
}
