import GRDB
import LedgerStore

extension SQLiteStore {
    /// Opens a ledger as `openForWriting` does, also one that was moved.
    package static func openForMoving(at path: String, command: String) throws -> SQLiteStore {
        try open(at: path, command: command)
    }

    /// Nothing is sent through a ledger that was moved.
    static func refuseMoved(_ database: Database, path: String) throws {
        guard let other = try moved(in: database) else { return }
        throw LedgerFault.moved(ledger: path, to: other.displayName)
    }

    /// Where the ledger went; nil for one that is in use, or is read and too old to tell.
    static func moved(in database: Database) throws -> MovedLedger? {
        guard try LedgerSchema.hasTaken(step: 5, in: database) else { return nil }
        return try Row.fetchOne(database, sql: "SELECT name, token, moved_at FROM moved").map {
            MovedLedger(displayName: $0["name"], token: $0["token"], atMilliseconds: $0["moved_at"])
        }
    }

    package func moved() throws -> MovedLedger? { try read { try Self.moved(in: $0) } }

    package func markMoved(to other: MovedLedger) throws {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO moved (only_row, name, token, moved_at) VALUES (1, ?, ?, ?)",
                arguments: [other.displayName, other.token, other.atMilliseconds])
        }
    }

    package func takeIn<Value>(_ body: (any MoveTarget) throws -> Value) throws -> Value {
        try write { try body(SQLiteMoveTarget(in: $0)) }
    }
}
