import BatchModel

/// What `ledger check` says.
package struct LedgerHealth: Sendable, Hashable {
    /// How the ledger is named.
    package let displayName: String
    /// The version of its format.
    package let formatVersion: Int
    /// What is wrong with it; empty when it is sound.
    package let faults: [String]
    /// Whether this user may write it.
    package let isWritable: Bool
    /// How it is kept, in words: what makes its writes durable.
    package let keeping: String
    /// The facts of that which programs read, by their names.
    package let facts: [String: String]
    /// All messages by state.
    package let states: [DeliveryState: Int]
    /// How many campaigns there are.
    package let campaigns: Int
    /// How much room it takes.
    package let byteCount: Int64

    /// Describes a ledger.
    package init(
        displayName: String, formatVersion: Int, faults: [String], isWritable: Bool, keeping: String,
        facts: [String: String], states: [DeliveryState: Int], campaigns: Int, byteCount: Int64
    ) {
        self.displayName = displayName
        self.formatVersion = formatVersion
        self.faults = faults
        self.isWritable = isWritable
        self.keeping = keeping
        self.facts = facts
        self.states = states
        self.campaigns = campaigns
        self.byteCount = byteCount
    }
}
