import BatchModel

/// Hands out a plan's rows to whoever sends them, range by range.
package protocol GrantSource: Sendable {
    /// The next rows of a plan, from a position on, that a pass over messages in a state has to look through; nil when there are
    /// none any more.
    ///
    /// The ranges of one pass rise, do not overlap and are never empty. Rows that are in no range hold nothing for this sender, or are another's.
    func nextGrant(of plan: StoredPlan, in state: DeliveryState, from position: Int) throws -> Range<Int>?
}
