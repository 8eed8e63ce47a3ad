/// What a commit came to.
package struct Committed: Sendable, Hashable {
    /// The entries it claimed, in the order they were asked for. One that is missing belongs to somebody else, or is done with.
    package var claimed: [Int64]

    /// Says which entries were won.
    package init(claimed: [Int64]) { self.claimed = claimed }
}
