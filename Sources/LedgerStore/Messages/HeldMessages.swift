/// What another run's ledger holds of messages that this run would send.
package struct HeldMessages: Sendable, Hashable {
    /// Messages that were sent through it, or may have been.
    package var served = 0
    /// Those of them that may have been.
    package var unknown = 0
    /// Messages that the run at work on it sends, or has yet to send.
    package var underWay = 0
    /// When the last of the served ones was tried, in milliseconds since 1970 (UTC).
    package var lastAtMilliseconds: Int64?
    /// The campaign that served it.
    package var campaign: Int64?

    /// Nothing found yet.
    package init() {}
}
