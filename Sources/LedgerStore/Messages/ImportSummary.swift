/// What an import did.
package struct ImportSummary: Sendable, Hashable {
    /// Messages the ledger did not have.
    package var added = 0
    /// Messages the ledger had, and now knows more of.
    package var changed = 0
    /// Messages of which the ledger knew as much or more.
    package var unchanged = 0

    /// Nothing imported yet.
    package init() {}
}
