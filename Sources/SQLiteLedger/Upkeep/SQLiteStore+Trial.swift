import Foundation
import LedgerStore

extension SQLiteStore {
    /// Makes a ledger beside the one at a path, which need not exist, and removes it: only a trial shows what a folder takes.
    ///
    /// Returns how it was kept, in words. Throws `LedgerFault`.
    package static func tryOut(beside path: String, command: String) throws -> String {
        let trial = "\(path).trial-\(ProcessInfo.processInfo.processIdentifier)"
        defer {
            for ending in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: trial + ending) }
        }
        try openForWriting(at: trial, command: command).close()
        return "synchronous FULL"
    }
}
