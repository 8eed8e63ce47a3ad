import Foundation
import Synchronization

/// The right to send something, against every other run of this user, whatever its ledger.
///
/// An exclusive `flock` on a file of the sending folder: it ends with its process, however that ends, and never by age.
/// Lock files come and go only while the folder is locked, so two runs can never hold two files of one name.
package final class SendingLock: Sendable {
    private let folder: SendingFolder
    private let file: String
    private let descriptor: Mutex<Int32?>

    private init(_ descriptor: Int32, _ file: String, _ folder: SendingFolder) {
        self.descriptor = Mutex(descriptor)
        self.file = file
        self.folder = folder
    }

    deinit { release() }

    /// Takes the lock of a key at once; `command` tells others what this run is doing, and `run` through which ledger.
    ///
    /// - Throws: `LedgerFault.unguarded`, and what `held` makes of a holder.
    package static func take(
        _ key: String, in folder: SendingFolder, command: String, run: LiveRun? = nil, held: (LockHolder) -> LedgerFault
    ) throws -> SendingLock {
        try folder.exclusively {
            let file = folder.lockFile(key)
            let descriptor = try FileSystem.openLockFile(file)
            var isLocked = false
            defer { if !isLocked { FileSystem.closeDescriptor(descriptor) } }
            guard try FileSystem.tryLock(descriptor) else {
                throw held(LockHolder(record: FileSystem.content(descriptor)))
            }
            let holder = LockHolder(
                processID: FileSystem.processID, startedAt: Date.now.ISO8601Format(), command: command)
            try FileSystem.overwrite(descriptor, with: holder.record + (run?.record ?? ""))
            isLocked = true
            removeAbandoned(in: folder)
            return SendingLock(descriptor, file, folder)
        }
    }

    /// Waits for a lock that others hold for a short while; nil when `isWanted` no longer holds.
    ///
    /// - Throws: `LedgerFault.unguarded`, and after ten minutes what `held` makes of the holder.
    package static func wait(
        for key: String, in folder: SendingFolder, command: String, isWanted: () -> Bool,
        held: (LockHolder) -> LedgerFault
    ) throws -> SendingLock? {
        let end = ContinuousClock.now + .seconds(600)
        while isWanted() {
            var holder: LockHolder?
            do {
                return try take(key, in: folder, command: command) {
                    holder = $0
                    return held($0)
                }
            } catch let fault {
                guard holder != nil, ContinuousClock.now < end else { throw fault }
            }
            FileSystem.pause(milliseconds: 20)
        }
        return nil
    }

    /// Drops the lock and removes its file; more than once is harmless.
    package func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            // Where the folder cannot be locked the file stays, and the next run removes it.
            try? folder.exclusively { try FileSystem.removeFile(file) }
            FileSystem.closeDescriptor(open)
            descriptor = nil
        }
    }

    /// Removes the files of runs that died.
    private static func removeAbandoned(in folder: SendingFolder) {
        for file in folder.lockFiles {
            guard let descriptor = try? FileSystem.openLockFile(file) else { continue }
            defer { FileSystem.closeDescriptor(descriptor) }
            if (try? FileSystem.tryLock(descriptor)) == true { try? FileSystem.removeFile(file) }
        }
    }
}
