import LedgerStore
import SQLiteLedger

/// Opens the ledgers of a test, which are all files.
struct FileLedgers: LedgerOpener {
    func openForWriting(_ address: LedgerAddress, command: String) throws -> any Ledger {
        try SQLiteStore.openForWriting(at: address.description, command: command)
    }

    func openForMoving(_ address: LedgerAddress, command: String) throws -> any Ledger {
        try SQLiteStore.openForMoving(at: address.description, command: command)
    }

    func openForReading(_ address: LedgerAddress) throws -> (any Ledger)? {
        try SQLiteStore.openForReading(at: address.description)
    }

    func tryOut(_ address: LedgerAddress, command: String) throws -> String {
        try SQLiteStore.tryOut(beside: address.description, command: command)
    }
}
