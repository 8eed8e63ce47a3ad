import BatchModel
import Files
import Foundation
import Synchronization

/// The right to send something, against every other run of this user, whatever its ledger.
///
/// An exclusive `flock` on a file of the sending folder: it ends with its process, however that ends, and never by age.
/// Lock files come and go only while the folder is locked, so two runs can never hold two files of one name.
package final class SendingLock: Sendable {
    private let folder: SendingFolder
    private let path: String
    private let file: Mutex<FileDescriptor?>

    private init(_ file: FileDescriptor, _ path: String, _ folder: SendingFolder) {
        self.file = Mutex(file)
        self.path = path
        self.folder = folder
    }

    deinit { release() }

    /// Takes the lock of a key at once; `command` tells others what this run is doing, and `run` through which ledger. `shared` names a
    /// ledger through which several runs of this user may send the same together: they hold the lock together, and nobody else does.
    ///
    /// - Throws: `LedgerFault.unguarded`, and what `held` makes of a holder.
    package static func take(
        _ key: String, in folder: SendingFolder, command: String, run: LiveRun? = nil, shared: String? = nil,
        held: (LedgerHolder) -> LedgerFault
    ) throws -> SendingLock {
        try folder.exclusively {
            let path = folder.lockFile(key)
            let file = try FileDescriptor.lockFile(path)
            if try file.tryLock() {
                let holder = LedgerHolder(
                    processID: Processes.own, startedAt: Date.now.ISO8601Format(), command: command)
                try file.overwrite(
                    with: holder.record + (run?.record ?? (shared == nil ? "" : "\n")) + (shared.map(sharing) ?? ""))
                // From here on others of the same ledger may come.
                if shared != nil, try !file.tryLockShared() { throw held(holder) }
            } else {
                guard let shared, file.head.hasSuffix(sharing(shared)), try file.tryLockShared() else {
                    throw held(LedgerHolder(record: file.head))
                }
            }
            removeAbandoned(in: folder)
            return SendingLock(file, path, folder)
        }
    }

    /// The last line of a lock file that several runs through a ledger hold together.
    private static func sharing(_ ledger: String) -> String { "shared \(DisplayText.oneLine(ledger, limit: 4_000))\n" }

    /// Waits for a lock that others hold for a short while; nil when `isWanted` no longer holds.
    ///
    /// - Throws: `LedgerFault.unguarded`, and after ten minutes what `held` makes of the holder.
    package static func wait(
        for key: String, in folder: SendingFolder, command: String, isWanted: () -> Bool,
        held: (LedgerHolder) -> LedgerFault
    ) throws -> SendingLock? {
        let end = ContinuousClock.now + .seconds(600)
        while isWanted() {
            var holder: LedgerHolder?
            do {
                return try take(key, in: folder, command: command) {
                    holder = $0
                    return held($0)
                }
            } catch let fault {
                guard holder != nil, ContinuousClock.now < end else { throw fault }
            }
            Processes.pause(milliseconds: 20)
        }
        return nil
    }

    /// Drops the lock and removes its file; more than once is harmless.
    package func release() {
        file.withLock { file in
            guard file != nil else { return }
            // Where the folder cannot be locked the file stays, and the next run removes it; so it does where others hold it still.
            try? folder.exclusively { if try file?.tryLock() ?? false { try FileSystem.remove(path) } }
            // Nobody else holds the descriptor: this closes it, and the lock ends.
            file = nil
        }
    }

    /// Removes the files of runs that died.
    private static func removeAbandoned(in folder: SendingFolder) {
        for path in folder.lockFiles {
            guard let file = try? FileDescriptor.lockFile(path) else { continue }
            if (try? file.tryLock()) == true { try? FileSystem.remove(path) }
        }
    }
}
