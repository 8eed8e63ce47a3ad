import LedgerStore
import PostgresLedger
import SQLiteLedger
import TestSupport
import Testing

/// An implementation of a ledger, each of which must pass the whole suite.
struct LedgerUnderTest: Sendable, CustomTestStringConvertible {
    /// Every implementation, listed once; PostgreSQL where it is installed, as `PostgresIsTestedTests` says.
    static let all = [sqlite, memory] + (PrivatePostgres.isInstalled ? [postgres] : [])

    static let sqlite = LedgerUnderTest(testDescription: "SQLite") {
        let folder = try TemporaryDirectory()
        return LedgerPlace(
            folder: folder,
            openForWriting: { try SQLiteStore.openForWriting(at: folder.file("ledger.sqlite"), command: $0) },
            openForMoving: { try SQLiteStore.openForMoving(at: folder.file("ledger.sqlite"), command: $0) },
            openForReading: { try SQLiteStore.openForReading(at: folder.file("ledger.sqlite")) })
    }

    static let memory = LedgerUnderTest(testDescription: "memory") {
        let ledgers = MemoryLedgers()
        let address = LedgerAddress("ledger")
        return LedgerPlace(
            folder: nil, openForWriting: { try ledgers.openForWriting(address, command: $0) },
            openForMoving: { try ledgers.openForMoving(address, command: $0) },
            openForReading: { try ledgers.openForReading(address) })
    }

    static let postgres = LedgerUnderTest(testDescription: "PostgreSQL") {
        let address = LedgerAddress(try PrivatePostgres.shared().freshAddress())
        return LedgerPlace(
            folder: nil,
            openForWriting: { command in
                try making(address) { try PostgresStore.openForWriting(address, command: command) }
            },
            openForMoving: { command in
                try making(address) { try PostgresStore.openForMoving(address, command: command) }
            },
            openForReading: { try PostgresStore.openForReading(address) })
    }

    /// Opens a ledger, made before if there is none.
    private static func making(_ address: LedgerAddress, _ open: () throws -> PostgresStore) throws -> PostgresStore {
        do {
            return try open()
        } catch LedgerFault.notMade {
            _ = try PostgresStore.make(at: address)
            return try open()
        }
    }

    let testDescription: String
    /// Makes a place for a ledger, where there is none yet.
    let place: @Sendable () throws -> LedgerPlace
}
