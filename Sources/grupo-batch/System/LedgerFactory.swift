import LedgerStore
import PostgresLedger
import SQLiteLedger

/// The one place that knows which ledgers there are: opens each by its address.
struct LedgerFactory: LedgerOpener {
    /// The libraries that keep ledgers, as `--version` names them.
    static var libraries: String { "SQLite/\(SQLiteStore.sqliteVersion) libpq/\(PostgresStore.libpqVersion)" }

    func openForWriting(_ address: LedgerAddress, command: String) throws -> any Ledger {
        try openForWriting(address, command: command, for: .alone)
    }

    func openForWriting(
        _ address: LedgerAddress, command: String, for purpose: WritingPurpose
    ) throws -> any Ledger {
        switch address {
        case .file(let path): try SQLiteStore.openForWriting(at: path, command: command)
        case .url: try PostgresStore.openForWriting(address, command: command, for: purpose)
        }
    }

    func openForMoving(_ address: LedgerAddress, command: String) throws -> any Ledger {
        switch address {
        case .file(let path): try SQLiteStore.openForMoving(at: path, command: command)
        case .url: try PostgresStore.openForMoving(address, command: command)
        }
    }

    func openForReading(_ address: LedgerAddress) throws -> (any Ledger)? {
        switch address {
        case .file(let path): try SQLiteStore.openForReading(at: path)
        case .url: try PostgresStore.openForReading(address)
        }
    }

    func tryOut(_ address: LedgerAddress, command: String) throws -> String {
        switch address {
        case .file(let path): try SQLiteStore.tryOut(beside: path, command: command)
        case .url: try PostgresStore.tryOut(address)
        }
    }
}
