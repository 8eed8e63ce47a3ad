import Files
import Foundation
import LedgerStore
import Synchronization

/// The right to write a ledger: an exclusive `flock` on `<real path of the ledger>.lock`.
///
/// The system drops it when the process dies, however it dies; the file stays and is no obstacle. It is never deleted,
/// because two processes could then hold locks on two files of one name.
final class LedgerLock: Sendable {
    private let file: Mutex<FileDescriptor?>

    private init(_ file: FileDescriptor) { self.file = Mutex(file) }

    deinit { release() }

    /// Takes the lock at once, or throws `LedgerFault.locked` naming the holder.
    static func take(ledger path: String, command: String) throws -> LedgerLock {
        do {
            let file = try FileDescriptor.lockFile(path + ".lock")
            guard try file.tryLock() else { throw LedgerFault.locked(ledger: path, by: holder(of: file)) }
            let lock = LedgerLock(file)
            let holder = LedgerHolder(processID: Processes.own, startedAt: Date.now.ISO8601Format(), command: command)
            try file.overwrite(with: holder.record)
            return lock
        } catch let fault as SystemFault {
            throw LedgerFault.cannotCreate(ledger: path + ".lock", reason: fault.text)
        }
    }

    /// Takes the name out of the lock file and drops the lock; more than once is harmless.
    func release() {
        file.withLock { file in
            try? file?.overwrite(with: "")
            // Nobody else holds the descriptor: this closes it.
            file = nil
        }
    }

    /// Who holds the lock of a ledger, as far as can be told without taking it; nil when its last holder is gone.
    static func currentHolder(ledger path: String) -> LedgerHolder? {
        guard let record = try? String(contentsOfFile: path + ".lock", encoding: .utf8) else { return nil }
        let holder = LedgerHolder(record: record)
        return holder.processID.map(Processes.exists) == true ? holder : nil
    }

    /// Reads who holds the lock. A winner needs a moment to write its name, and until then the file may name a process
    /// that died with the lock.
    private static func holder(of file: FileDescriptor) -> LedgerHolder {
        for _ in 0..<10 {
            let holder = LedgerHolder(record: file.head)
            if let processID = holder.processID, Processes.exists(processID) { return holder }
            Processes.pause(milliseconds: 20)
        }
        return LedgerHolder(processID: nil, startedAt: nil, command: nil)
    }
}
