import Glibc
import LedgerStore
import TestSupport
import Testing

/// A ledger's place of its own for one test: it is there again whenever it is opened, and goes away with the test.
struct LedgerPlace: Sendable {
    /// Lives as long as the place, where there is one.
    let folder: TemporaryDirectory?
    let openForWriting: @Sendable (_ command: String) throws -> any Ledger
    let openForMoving: @Sendable (_ command: String) throws -> any Ledger
    let openForReading: @Sendable () throws -> (any Ledger)?

    /// Opens the ledger for the only process that writes it.
    func open() throws -> any Ledger { try waiting(openForWriting) }

    /// The same to move it.
    func openToMove() throws -> any Ledger { try waiting(openForMoving) }

    /// A process that another test starts has a lock's descriptor until it
    /// becomes its program, so that a ledger that was just closed may seem to be held.
    private func waiting(_ open: (String) throws -> any Ledger) throws -> any Ledger {
        for _ in 0..<10_000 {
            do {
                return try open("send list.csv")
            } catch LedgerFault.locked {
                sched_yield()
            }
        }
        return try open("send list.csv")
    }

    func reader() throws -> any Ledger { try #require(try openForReading()) }
}
