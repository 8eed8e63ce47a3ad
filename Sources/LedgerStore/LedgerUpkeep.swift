/// A ledger as a whole: where it is, who writes it, and whether it is sound.
package protocol LedgerUpkeep: Sendable {
    /// Where it is, so that it can be opened again.
    var address: LedgerAddress { get }

    /// How the ledger is named to people and to other runs: without a password, and whatever spelling opened it.
    var displayName: String { get }

    /// Tells the ledger from another one that is put at its address, and knows it at another; nil when that cannot be told.
    var fingerprint: String? { get }

    /// What could make it forget what it has confirmed, as far as it knows, in a sentence; nil when nothing could.
    var weakness: String? { get }

    /// Who writes this ledger now, as far as can be told without keeping them from it.
    var holders: [LedgerHolder] { get }

    /// Those who send a run, or did, where several can: the first of them first.
    func members(of run: RunRecord) throws -> [FleetMember]

    /// Looks at the ledger, and reads all of it where `rows` says so to find out whether it is sound: that takes about a second for a million
    /// messages.
    func check(rows: Bool) throws -> LedgerHealth

    /// Erases error texts of messages last tried before a moment, and settings of runs that began before it.
    ///
    /// Digests and states stay, so that nothing is sent twice. Returns how many messages lost their text, and of how many runs it
    /// is no longer known how their file was read.
    func forget(before milliseconds: Int64) throws -> (texts: Int, runs: Int)

    /// Closes it and lets others write. More than once is harmless; nothing else may be called after it.
    func close()
}

extension LedgerUpkeep {
    /// A file has one path.
    package var displayName: String { address.description }

    /// One writer at a time makes no fleet.
    package func members(of run: RunRecord) throws -> [FleetMember] { [] }

    /// Reads the whole ledger and says whether it is sound.
    package func check() throws -> LedgerHealth { try check(rows: true) }

    /// A disk that keeps what it took forgets nothing.
    package var weakness: String? { nil }
}
