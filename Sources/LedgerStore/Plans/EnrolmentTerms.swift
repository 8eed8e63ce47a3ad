/// What an enrolment must know beside its rows.
package struct EnrolmentTerms {
    /// Whether `Enrolment.addServed` may be called.
    package var expectsServed: Bool
    /// Whether there is no file any more at a path by which the ledger knows a manifest.
    package var isGone: (String) -> Bool
    /// Told where the rows stood before, group by group and in order; nil asks for nothing, which costs nothing.
    package var standings: (([RowStanding]) throws -> Void)?
    /// What an enrolment of the same file with more rows found its predecessor to be.
    package var predecessor: Int64?

    /// Says what is known; by default that is nothing.
    package init(
        expectsServed: Bool = false, isGone: @escaping (String) -> Bool = { _ in false },
        standings: (([RowStanding]) throws -> Void)? = nil, predecessor: Int64? = nil
    ) {
        self.expectsServed = expectsServed
        self.isGone = isGone
        self.standings = standings
        self.predecessor = predecessor
    }
}
