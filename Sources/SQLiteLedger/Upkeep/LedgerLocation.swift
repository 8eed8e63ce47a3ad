import Files
import Foundation
import LedgerStore

/// The real place of a ledger: one file has one, however its path is spelled.
struct LedgerLocation {
    /// Absolute, every link resolved.
    let path: String
    /// Whether a file stands there.
    let exists: Bool

    /// Finds a ledger that is to be read; nil when there is none.
    static func existing(_ path: String) throws -> LedgerLocation? {
        do {
            return LedgerLocation(path: try FileSystem.realPath(absolute(path)), exists: true)
        } catch {
            if error.code == ENOENT { return nil }
            throw LedgerFault.cannotRead(ledger: path, reason: error.text)
        }
    }

    /// Finds the place of a ledger that is to be written, and makes its folders with mode 0700.
    static func prepared(_ path: String) throws -> LedgerLocation {
        if let existing = try existing(path) { return existing }
        let absolute = absolute(path)
        let name = String(absolute.split(separator: "/").last ?? "")
        guard !absolute.hasSuffix("/"), !["", ".", ".."].contains(name) else {
            throw LedgerFault.cannotCreate(ledger: path, reason: "this is not the name of a file")
        }
        guard (try? FileStatus(at: absolute, followingLinks: false)) == nil else {
            throw LedgerFault.cannotCreate(ledger: path, reason: "it is a link to a file that does not exist")
        }
        let folder = String(absolute.dropLast(name.count + 1))
        do {
            try FileSystem.makeDirectories(folder)
            return LedgerLocation(path: try FileSystem.realPath(folder + "/") + "/" + name, exists: false)
        } catch {
            throw LedgerFault.cannotCreate(ledger: path, reason: error.text)
        }
    }

    /// Makes the ledger's empty file if there is none, and refuses what SQLite must not touch.
    func makeFile() throws {
        do {
            if !exists {
                _ = try FileDescriptor.new(path)
                try FileSystem.synchronizeDirectory(folder)
            }
        } catch  where error.code != EEXIST {
            throw LedgerFault.cannotCreate(ledger: path, reason: error.text)
        } catch {
            // Another process made the file before this one got the lock: it is the ledger now.
        }
        guard let status = try? FileStatus(at: path, followingLinks: false), status.kind == .regular else {
            throw LedgerFault.cannotCreate(ledger: path, reason: "it is not a regular file")
        }
        guard status.linkCount == 1 else {
            // The lock and the write-ahead log go by the name: a second name would get around both.
            throw LedgerFault.cannotCreate(ledger: path, reason: "the file has a second name (a hard link)")
        }
    }

    /// The folder the ledger is in.
    var folder: String { String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
