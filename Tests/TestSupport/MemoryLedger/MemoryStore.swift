import LedgerStore
import Synchronization

/// Keeps a ledger in memory, as a disk keeps one: what was written before a ledger was closed is there when it is opened again.
///
/// One at a time may have it open for writing, and any number may read what was written last.
final class MemoryStore: Sendable {
    let address: LedgerAddress
    private let content = Mutex(MemoryContent())
    private let writing = Mutex(())
    private let writer = Mutex<LedgerHolder?>(nil)

    init(_ address: LedgerAddress) { self.address = address }

    /// Who writes it now.
    var holder: LedgerHolder? { writer.withLock { $0 } }

    /// Lets one in who writes.
    func take(_ holder: LedgerHolder) throws {
        try writer.withLock { writer in
            if let writer { throw LedgerFault.locked(ledger: address.description, by: writer) }
            writer = holder
        }
    }

    /// Lets others write.
    func release() { writer.withLock { $0 = nil } }

    /// What was written last.
    func read() -> MemoryContent { content.withLock { $0 } }

    /// Writes everything or nothing, one writer after the other.
    func write<Value: Sendable>(_ body: (inout MemoryContent) throws -> Value) throws -> Value {
        try writing.withLock { _ in
            var changed = read()
            let value = try body(&changed)
            content.withLock { $0 = changed }
            return value
        }
    }
}
