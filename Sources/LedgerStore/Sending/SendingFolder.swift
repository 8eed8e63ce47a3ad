import Files
import Foundation

/// The folder in which the runs of one user of this machine tell each other what they send, whatever their ledgers.
///
/// Beside what else is there it holds a lock file for everything being sent, and the registry of what was sent through
/// which ledger. Whoever changes these holds `sending.lock` for that moment, so that no two runs see them half done. A run
/// that dies leaves nothing that is an obstacle.
///
/// What it cannot see: other users, other machines, runs with another home, and network file systems that keep `flock` to one
/// machine.
package struct SendingFolder: Sendable {
    /// Where it is.
    package let path: String
    /// Folders whose registries are read too: earlier versions wrote there.
    package let earlier: [String]

    /// Names a folder, which need not exist.
    package init(_ path: String, earlier: [String] = []) {
        self.path = path
        self.earlier = earlier.filter { $0 != path }
    }

    /// Where the registry is.
    var registry: String { Self.registry(path) }

    /// Where the registry of a folder is.
    static func registry(_ folder: String) -> String { folder + "/sending.registry" }

    /// Where the lock file of a key is. A key is thirty-two hexadecimal digits.
    func lockFile(_ key: String) -> String { "\(path)/sending-\(key).lock" }

    /// Where the lock files are. A ledger's own lock file, whose name may look much like these, is not among them.
    var lockFiles: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.wholeMatch(of: /sending-[0-9a-f]{32}\.lock/) != nil }.map { "\(path)/\($0)" }
    }

    /// Calls `body` while no other process does, after making the folder with mode 0700 if need be.
    ///
    /// - Throws: `LedgerFault.unguarded` where the folder cannot be used, and what `body` throws.
    func exclusively<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            try FileSystem.makeDirectories(path)
            guard (try? FileStatus(at: path, followingLinks: false))?.kind == .directory else {
                throw LedgerFault.unguarded(folder: path, reason: "it is not a folder")
            }
            let file = try FileDescriptor.lockFile(path + "/sending.lock")
            try wait(for: file)
            // Open until the body is done: the lock ends with it.
            return try withExtendedLifetime(file) { try body() }
        } catch let fault as SystemFault {
            throw LedgerFault.unguarded(folder: path, reason: fault.text)
        }
    }

    /// Others hold the lock for milliseconds; one that was stopped in the middle must not stop everybody for good.
    private func wait(for file: FileDescriptor) throws {
        for _ in 0..<1_000 {
            if try file.tryLock() { return }
            Processes.pause(milliseconds: 10)
        }
        throw LedgerFault.unguarded(folder: path, reason: "another process has kept it locked for ten seconds")
    }
}
