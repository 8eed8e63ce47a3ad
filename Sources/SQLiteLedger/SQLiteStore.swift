import BatchModel
import Files
import Foundation
import GRDB
import LedgerStore
import Synchronization

/// A ledger in one SQLite file.
///
/// Open for writing it holds the lock and the only connection that writes. All methods run one after the other on the ledger's
/// own queue.
package final class SQLiteStore: Ledger {
    /// The real path of the file.
    let path: String
    package let recovered: Int

    let queue: DatabaseQueue
    let failure = Mutex<WriteFailure?>(nil)
    private let lock: LedgerLock?

    private init(path: String, queue: DatabaseQueue, lock: LedgerLock?, recovered: Int) {
        self.path = path
        self.queue = queue
        self.lock = lock
        self.recovered = recovered
    }

    deinit { close() }

    /// Opens a ledger for writing, made if there is none, and turns what a dead run left claimed into unknown.
    ///
    /// Folders are made with mode 0700 and files with mode 0600. Throws `LedgerFault`; `locked` when another process, or
    /// this one, has it open for writing, `moved` when another ledger took its place. `command` tells others what the holder is doing.
    package static func openForWriting(at path: String, command: String) throws -> SQLiteStore {
        let store = try open(at: path, command: command)
        do {
            try store.queue.inDatabase { try refuseMoved($0, path: store.path) }
        } catch {
            store.close()
            throw error
        }
        return store
    }

    static func open(at path: String, command: String) throws -> SQLiteStore {
        let location = try LedgerLocation.prepared(path)
        try NetworkFileSystem.refuse(folder: location.folder, for: location.path)
        let lock = try LedgerLock.take(ledger: location.path, command: command)
        try location.makeFile()
        return try naming(location.path, ifUnreadable: LedgerFault.cannotCreate) {
            let queue = try DatabaseQueue(path: location.path, configuration: .writing(at: location.path))
            let recovered = try queue.inDatabase { database in
                try LedgerSchema.migrate(database)
                return try recover(database)
            }
            return SQLiteStore(path: location.path, queue: queue, lock: lock, recovered: recovered)
        }
    }

    /// Opens a ledger for reading beside whoever writes it; nil when there is none.
    ///
    /// Takes no lock, changes no data and never moves the write-ahead log into the ledger. Throws `LedgerFault`.
    package static func openForReading(at path: String) throws -> SQLiteStore? {
        guard let location = try LedgerLocation.existing(path) else { return nil }
        guard (try? FileStatus(at: location.path, followingLinks: false))?.kind == .regular else {
            throw LedgerFault.cannotRead(ledger: location.path, reason: "it is not a regular file")
        }
        return try naming(location.path, ifUnreadable: LedgerFault.cannotRead) {
            let queue = try DatabaseQueue(path: location.path, configuration: .reading(at: location.path))
            let version = try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            // A ledger whose first migration was interrupted, or not taken yet, holds nothing.
            guard version > 0 else { return nil }
            return SQLiteStore(path: location.path, queue: queue, lock: nil, recovered: 0)
        }
    }

    /// Closes the connection, then drops the lock.
    package func close() {
        // Closing moves the log into the ledger. Where that fails the log stays, and the next opening reads it.
        try? queue.close()
        lock?.release()
    }

    package var address: LedgerAddress { .file(path) }

    /// Device and inode of the file.
    package var fingerprint: String? {
        (try? FileStatus(at: path, followingLinks: false)).map { "\($0.device):\($0.inode)" }
    }

    /// As the lock file says.
    package var holders: [LedgerHolder] { LedgerLock.currentHolder(ledger: path).map { [$0] } ?? [] }

    /// Whether this ledger was opened for writing.
    var isWritable: Bool { lock != nil }

    /// Reads with a consistent view.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try Self.naming(path, ifUnreadable: LedgerFault.cannotRead) {
            try queue.inDatabase { database in
                var value: Value?
                try database.inTransaction(.deferred) {
                    value = try body(database)
                    return .commit
                }
                guard let value else {
                    throw LedgerFault.damaged(ledger: path, reason: "a reading ended without result")
                }
                return value
            }
        }
    }

    /// Writes everything or nothing; on return it is on disk.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        guard isWritable else { throw LedgerFault.notWritable(ledger: path) }
        return try queue.inDatabase { try transaction(in: $0, body) }
    }

    /// What is claimed when nobody holds the lock was left by a run that died: it may have been sent.
    private static func recover(_ database: Database) throws -> Int {
        var recovered = 0
        try database.inTransaction(.immediate) {
            try database.execute(
                sql: """
                    UPDATE message INDEXED BY message_claimed
                    SET state = \(DeliveryState.unknown.rawValue), attempts = attempts + 1, duration = NULL,
                        http_status = NULL, error_key = ?, error_message = ?
                    WHERE state = \(DeliveryState.claimed.rawValue)
                    """,
                arguments: [RecordedErrorKey.interrupted.rawValue, "the run ended while this message was being sent"])
            recovered = database.changesCount
            return .commit
        }
        return recovered
    }
}
