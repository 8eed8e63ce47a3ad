import BatchModel

/// Where a message stands in the ledger.
package struct KnownMessage: Sendable, Hashable {
    /// Its state.
    package var state: DeliveryState
    /// When its last attempt ended, in milliseconds since 1970 (UTC); nil when there was none.
    package var finishedAtMilliseconds: Int64?

    /// Describes a message.
    package init(state: DeliveryState, finishedAtMilliseconds: Int64?) {
        self.state = state
        self.finishedAtMilliseconds = finishedAtMilliseconds
    }

    /// Whether somebody else's result of this time is news: the message was not tried here, or only before. A person's verdict
    /// keeps the time of the attempt it is about, and so stands against the report of that attempt.
    package func isOlder(than milliseconds: Int64) -> Bool {
        state == .pending || (finishedAtMilliseconds ?? milliseconds) < milliseconds
    }
}
