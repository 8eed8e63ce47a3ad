import LedgerStore
import SQLiteLedger
import TestSupport
import Testing

/// An implementation of a ledger, each of which must pass the whole suite.
struct LedgerUnderTest: Sendable, CustomTestStringConvertible {
    /// Every implementation, listed once.
    static let all = [sqlite, memory]

    static let sqlite = LedgerUnderTest(testDescription: "SQLite") {
        let folder = try TemporaryDirectory()
        return LedgerPlace(
            folder: folder,
            openForWriting: { try SQLiteStore.openForWriting(at: folder.file("ledger.sqlite"), command: $0) },
            openForReading: { try SQLiteStore.openForReading(at: folder.file("ledger.sqlite")) })
    }

    static let memory = LedgerUnderTest(testDescription: "memory") {
        let ledgers = MemoryLedgers()
        let address = LedgerAddress("ledger")
        return LedgerPlace(
            folder: nil, openForWriting: { try ledgers.openForWriting(address, command: $0) },
            openForReading: { try ledgers.openForReading(address) })
    }

    let testDescription: String
    /// Makes a place for a ledger, where there is none yet.
    let place: @Sendable () throws -> LedgerPlace
}
