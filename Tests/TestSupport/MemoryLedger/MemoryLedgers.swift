import LedgerStore
import Synchronization

/// Opens ledgers that live in memory, as long as this does; each address is a ledger of its own.
package final class MemoryLedgers: LedgerOpener {
    private let stores = Mutex<[LedgerAddress: MemoryStore]>([:])

    /// Has no ledger yet.
    package init() {}

    package func openForWriting(_ address: LedgerAddress, command: String) throws -> any Ledger {
        let ledger = try openForMoving(address, command: command)
        guard let other = try ledger.moved() else { return ledger }
        ledger.close()
        throw LedgerFault.moved(ledger: ledger.displayName, to: other.displayName)
    }

    package func openForMoving(_ address: LedgerAddress, command: String) throws -> any Ledger {
        let store = stores.withLock { stores in
            let store = stores[address] ?? MemoryStore(address)
            stores[address] = store
            return store
        }
        return try MemoryLedger(writing: store, command: command)
    }

    package func openForReading(_ address: LedgerAddress) throws -> (any Ledger)? {
        stores.withLock { $0[address] }.map(MemoryLedger.init(reading:))
    }

    package func tryOut(_ address: LedgerAddress, command: String) throws -> String { MemoryLedger.keeping }
}
