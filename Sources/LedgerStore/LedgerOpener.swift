/// Opens ledgers by their addresses, whatever keeps them.
package protocol LedgerOpener: Sendable {
    /// Opens a ledger for writing, made if there is none, and turns what a dead run left claimed into unknown.
    ///
    /// Throws `LedgerFault`; `locked` when another process, or this one, has it open for writing, `moved` when all that it knew is in another
    /// ledger now. `command` tells others what the holder is doing.
    func openForWriting(_ address: LedgerAddress, command: String) throws -> any Ledger

    /// The same for a purpose, beside those who may write it at the same time.
    ///
    /// Throws `LedgerFault.starting` while another process is about to begin what may be joined then.
    func openForWriting(_ address: LedgerAddress, command: String, for purpose: WritingPurpose) throws -> any Ledger

    /// The same for one that is to be moved, or moved to: also a ledger that was moved already, and with nobody else at work on it until it is
    /// closed.
    func openForMoving(_ address: LedgerAddress, command: String) throws -> any Ledger

    /// Opens a ledger for reading beside whoever writes it; nil when there is none.
    ///
    /// Takes no lock and changes nothing. Throws `LedgerFault`.
    func openForReading(_ address: LedgerAddress) throws -> (any Ledger)?

    /// Finds out whether what a run writes at an address would be kept, and leaves nothing there.
    ///
    /// Returns how it would be kept, in words. Throws `LedgerFault`.
    func tryOut(_ address: LedgerAddress, command: String) throws -> String
}

extension LedgerOpener {
    /// Where a ledger has one writer at a time, whatever it is for.
    package func openForWriting(
        _ address: LedgerAddress, command: String, for purpose: WritingPurpose
    ) throws -> any Ledger {
        try openForWriting(address, command: command)
    }
}
