/// What a commit came to.
package struct Committed: Sendable, Hashable {
    /// The entries it claimed, in the order they were asked for. One that is missing belongs to somebody else, or is done with.
    package var claimed: [Int64]
    /// Why nothing more will be won, although results are taken still; nil as long as that goes on.
    package var end: LedgerFault?

    /// Says which entries were won, and why there will be no more.
    package init(claimed: [Int64], end: LedgerFault? = nil) { (self.claimed, self.end) = (claimed, end) }
}
