import BatchModel

/// What `ledger check` says.
package struct LedgerHealth: Sendable, Hashable {
    /// The ledger's real path.
    package let path: String
    /// The number of its last migration.
    package let schemaVersion: Int
    /// What SQLite finds wrong; empty when it is sound.
    package let faults: [String]
    /// SQLite's journal mode: `wal`.
    package let journalMode: String
    /// SQLite's synchronous setting of this connection: 2 (FULL) when open for writing.
    package let synchronous: Int
    /// All messages by state.
    package let states: [DeliveryState: Int]
    /// How many campaigns there are.
    package let campaigns: Int
    /// Size of the ledger's file.
    package let byteCount: Int64
    /// Size of its write-ahead log.
    package let logByteCount: Int64

    /// Describes a ledger.
    package init(
        path: String, schemaVersion: Int, faults: [String], journalMode: String, synchronous: Int,
        states: [DeliveryState: Int], campaigns: Int, byteCount: Int64, logByteCount: Int64
    ) {
        self.path = path
        self.schemaVersion = schemaVersion
        self.faults = faults
        self.journalMode = journalMode
        self.synchronous = synchronous
        self.states = states
        self.campaigns = campaigns
        self.byteCount = byteCount
        self.logByteCount = logByteCount
    }
}
