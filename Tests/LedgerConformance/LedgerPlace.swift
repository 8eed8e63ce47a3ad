import LedgerStore
import TestSupport
import Testing

/// A ledger's place of its own for one test: it is there again whenever it is opened, and goes away with the test.
struct LedgerPlace: Sendable {
    /// Lives as long as the place, where there is one.
    let folder: TemporaryDirectory?
    let openForWriting: @Sendable (_ command: String) throws -> any Ledger
    let openForReading: @Sendable () throws -> (any Ledger)?

    func open() throws -> any Ledger { try openForWriting("send list.csv") }

    func reader() throws -> any Ledger { try #require(try openForReading()) }
}
