import Foundation
import Synchronization

/// The right to write a ledger: an exclusive `flock` on `<real path of the ledger>.lock`.
///
/// The system drops it when the process dies, however it dies; the file stays and is no obstacle. It is never deleted,
/// because two processes could then hold locks on two files of one name.
final class LedgerLock: Sendable {
    private let descriptor: Mutex<Int32?>

    private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    deinit { release() }

    /// Takes the lock at once, or throws `LedgerFault.locked` naming the holder.
    static func take(ledger path: String, command: String) throws -> LedgerLock {
        do {
            let descriptor = try FileSystem.openLockFile(path + ".lock")
            var isLocked = false
            defer { if !isLocked { FileSystem.closeDescriptor(descriptor) } }
            isLocked = try FileSystem.tryLock(descriptor)
            guard isLocked else { throw LedgerFault.locked(path: path, by: holder(descriptor)) }
            let lock = LedgerLock(descriptor: descriptor)
            let holder = LockHolder(
                processID: FileSystem.processID, startedAt: Date.now.ISO8601Format(), command: command)
            try FileSystem.overwrite(descriptor, with: holder.record)
            return lock
        } catch let failure as SystemFailure {
            throw LedgerFault.cannotCreate(path: path + ".lock", reason: failure.reason)
        }
    }

    /// Takes the name out of the lock file and drops the lock; more than once is harmless.
    func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            try? FileSystem.overwrite(open, with: "")
            FileSystem.closeDescriptor(open)
            descriptor = nil
        }
    }

    /// Who holds the lock of a ledger, as far as can be told without taking it; nil when its last holder is gone.
    static func currentHolder(ledger path: String) -> LockHolder? {
        guard let record = try? String(contentsOfFile: path + ".lock", encoding: .utf8) else { return nil }
        let holder = LockHolder(record: record)
        return holder.processID.map(FileSystem.processExists) == true ? holder : nil
    }

    /// Reads who holds the lock. A winner needs a moment to write its name, and until then the file may name a process
    /// that died with the lock.
    private static func holder(_ descriptor: Int32) -> LockHolder {
        for _ in 0..<10 {
            let holder = LockHolder(record: FileSystem.content(descriptor))
            if let processID = holder.processID, FileSystem.processExists(processID) { return holder }
            FileSystem.pause(milliseconds: 20)
        }
        return LockHolder(processID: nil, startedAt: nil, command: nil)
    }
}
