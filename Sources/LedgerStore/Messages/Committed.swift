/// What a commit came to.
package struct Committed: Sendable, Hashable {
    /// The entries it claimed, in the order they were asked for. One that is missing belongs to somebody else, or is done with.
    package var claimed: [Int64]
    /// Why nothing more will be won, although results are taken still; nil as long as that goes on.
    package var end: LedgerFault?
    /// What the other senders of the run told; nil where there can be none.
    package var news: FleetNews?

    /// Says which entries were won, why there will be no more, and what the others told.
    package init(claimed: [Int64], end: LedgerFault? = nil, news: FleetNews? = nil) {
        self.claimed = claimed
        self.end = end
        self.news = news
    }
}
