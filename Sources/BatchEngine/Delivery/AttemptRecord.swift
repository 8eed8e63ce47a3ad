import BatchModel
import GrupoAPI
import LedgerStore
import Text

/// The result of one attempt of one row, ready to be recorded.
package struct AttemptRecord: Sendable, Hashable {
    /// The ledger's number of the message.
    package var entry: Int64
    /// The row's identity: entry numbers mean nothing outside their ledger.
    package var identity: MessageIdentity
    /// The row in the report's numbering.
    package var row: Int
    /// What the attempt came to.
    package var result: AttemptResult
    /// When it ended, in milliseconds since 1970 (UTC).
    package var finishedAtMilliseconds: Int64
    /// Whether the request was begun at all.
    package var wasBegun: Bool

    /// Describes an attempt.
    package init(
        entry: Int64, identity: MessageIdentity, row: Int, result: AttemptResult, finishedAtMilliseconds: Int64,
        wasBegun: Bool = true
    ) {
        self.entry = entry
        self.identity = identity
        self.row = row
        self.result = result
        self.finishedAtMilliseconds = finishedAtMilliseconds
        self.wasBegun = wasBegun
    }

    /// What it leaves behind.
    package var trace: AttemptTrace {
        AttemptTrace(
            attempts: wasBegun ? 1 : 0, httpStatus: result.httpStatus, errorKey: result.errorKey,
            errorMessage: result.errorMessage, finishedAtMilliseconds: finishedAtMilliseconds,
            durationMilliseconds: Int(result.duration.milliseconds))
    }

    /// The record as the ledger takes it.
    var settlement: Settlement { Settlement(entry: entry, state: result.state, trace) }
}
