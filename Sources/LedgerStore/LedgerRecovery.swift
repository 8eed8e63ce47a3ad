/// What it takes to go on with a ledger in a database whose server was replaced: it may have forgotten its last commits.
package struct LedgerRecovery: Sendable, Hashable {
    /// How the ledger is named.
    package let displayName: String
    /// What happened to it.
    package let reason: String
    /// How many messages a sender had claimed, as far as the ledger still knows.
    package let claimed: Int
    /// How many more may have been claimed since, and sent: those that runs without an end could still claim.
    package let exposed: Int

    /// Describes what is to be done.
    package init(displayName: String, reason: String, claimed: Int, exposed: Int) {
        self.displayName = displayName
        self.reason = reason
        self.claimed = claimed
        self.exposed = exposed
    }
}
