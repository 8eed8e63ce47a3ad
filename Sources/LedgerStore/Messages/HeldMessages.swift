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

    /// Takes note of a message. `isAlive` is whether a run is at work on that ledger, `reach` the numbers of its campaign's messages.
    package mutating func take(_ found: FoundMessage, isAlive: Bool, _ reach: ClosedRange<Int64>?) {
        switch found.state {
        case .sent, .unknown: takeServed(found)
        // Without a run at work it was left by one that died.
        case .claimed where !isAlive: takeServed(found)
        case .claimed: underWay += 1
        case .pending, .rejected, .notSent: if reach?.contains(found.entry) ?? false { underWay += 1 }
        }
    }

    private mutating func takeServed(_ found: FoundMessage) {
        served += 1
        if found.state != .sent { unknown += 1 }
        if campaign == nil || found.finishedAt ?? 0 >= lastAtMilliseconds ?? 0 {
            campaign = found.campaign
            lastAtMilliseconds = found.finishedAt
        }
    }
}
