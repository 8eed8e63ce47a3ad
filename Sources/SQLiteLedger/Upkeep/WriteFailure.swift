import BatchModel
import GRDB
import LedgerStore

/// The first write that did not reach the disk.
struct WriteFailure: Sendable {
    /// SQLite's words for it.
    let reason: String
    /// Whether the disk was full and nothing worse: later writes may be tried, though no claims. After a failed fsync
    /// nothing is known of what the disk holds, and trying again could look like success.
    let isFullDisk: Bool
}

extension SQLiteStore {
    /// Runs a transaction that is on disk when this returns, and remembers the first one that did not get there.
    func transaction<Value>(in database: Database, _ body: (Database) throws -> Value) throws -> Value {
        if let failure = failure.withLock({ $0 }), !failure.isFullDisk {
            throw LedgerFault.writeFailed(ledger: path, reason: failure.reason)
        }
        do {
            var value: Value?
            try database.inTransaction(.immediate) {
                value = try body(database)
                return .commit
            }
            guard let value else { throw LedgerFault.damaged(ledger: path, reason: "a write ended without result") }
            return value
        } catch let error as DatabaseError {
            throw remember(error)
        }
    }

    /// Keeps the first failure, or the first that is more than a full disk, and says what to throw.
    func remember(_ error: DatabaseError) -> LedgerFault {
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: return .repeatedIdentity
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            failure.withLock { $0 = $0 ?? WriteFailure(reason: error.reason, isFullDisk: false) }
            return .damaged(ledger: path, reason: error.reason)
        default:
            let isFullDisk = error.resultCode == .SQLITE_FULL
            failure.withLock { first in
                if first?.isFullDisk ?? true { first = WriteFailure(reason: error.reason, isFullDisk: isFullDisk) }
            }
            return .writeFailed(ledger: path, reason: error.reason)
        }
    }

    /// Turns SQLite's errors into faults that name the ledger.
    static func naming<Value>(
        _ path: String, ifUnreadable fault: (String, String) -> LedgerFault, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_NOTADB: throw LedgerFault.notALedger(ledger: path)
            case .SQLITE_CORRUPT: throw LedgerFault.damaged(ledger: path, reason: error.reason)
            default: throw fault(path, error.reason)
            }
        }
    }
}

extension DatabaseError {
    /// What went wrong without the statement, and SQLite's number for it.
    var reason: String { "\(message ?? "SQLite failed") (SQLite \(extendedResultCode.rawValue))" }
}
