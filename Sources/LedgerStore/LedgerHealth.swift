import BatchModel

/// What `ledger check` says.
package struct LedgerHealth: Sendable {
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
    /// Where it was moved to; nil for one that is in use.
    package let movedTo: MovedLedger?
    /// More of it for people, a line each with what the line is about.
    package let details: [(label: String, text: String)]
    /// What is not wrong with it, and yet should not be so.
    package let remarks: [LedgerRemark]
    /// All messages by state; empty where they were not read.
    package let states: [DeliveryState: Int]
    /// How many campaigns there are.
    package let campaigns: Int
    /// How much room it takes.
    package let byteCount: Int64

    /// Describes a ledger.
    package init(
        displayName: String, formatVersion: Int, faults: [String], isWritable: Bool, keeping: String,
        facts: [String: String], details: [(label: String, text: String)] = [], remarks: [LedgerRemark] = [],
        movedTo: MovedLedger? = nil, states: [DeliveryState: Int], campaigns: Int, byteCount: Int64
    ) {
        self.displayName = displayName
        self.formatVersion = formatVersion
        self.faults = faults
        self.isWritable = isWritable
        self.keeping = keeping
        self.facts = facts
        self.details = details
        self.remarks = remarks
        self.movedTo = movedTo
        self.states = states
        self.campaigns = campaigns
        self.byteCount = byteCount
    }
}

/// Something about a ledger that whoever looks after it should see to.
package struct LedgerRemark: Sendable, Hashable {
    /// What was found, as a sentence goes on behind the ledger's name; may quote text from outside.
    package var problem: String
    /// What to do, in the imperative, without a full stop.
    package var remedy: String

    /// Puts a remark together.
    package init(_ problem: String, remedy: String) { (self.problem, self.remedy) = (problem, remedy) }
}
