import GRDB
import GRDBSQLite

// The only file of this target that calls C: SQLite's own interface for the statements that run once a row, where GRDB's
// argument and row values would cost more than the statement.

/// A prepared statement driven column by column.
///
/// Bind, step until false, reset. Use it only inside the access to the database that made it.
@safe struct PreparedStatement {
    private let statement: Statement
    private var handle: OpaquePointer { unsafe statement.sqliteStatement }

    /// Prepares the statement, or takes it from the connection's cache: never hold two of the same text at once.
    init(_ sql: String, in database: Database) throws {
        statement = try database.cachedStatement(sql: sql)
        reset()
    }

    /// Sets the parameter of this 1-based index.
    func bind(_ value: Int64?, at index: Int32) {
        if let value {
            unsafe sqlite3_bind_int64(handle, index, value)
        } else {
            unsafe sqlite3_bind_null(handle, index)
        }
    }

    /// Sets the parameter of this 1-based index.
    func bind(_ value: Int?, at index: Int32) { bind(value.map(Int64.init), at: index) }

    /// Sets the parameter of this 1-based index; NUL characters are kept.
    func bind(_ value: String?, at index: Int32) {
        guard var value else { return bind(Int64?.none, at: index) }
        value.withUTF8 { text in
            // SQLITE_TRANSIENT, a cast that Swift does not import: SQLite copies the text before returning
            // (https://www.sqlite.org/c3ref/bind_blob.html).
            let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            let start = unsafe UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self)
            unsafe sqlite3_bind_text(handle, index, start, Int32(text.count), copied)
        }
    }

    /// Advances to the next row; false at the end.
    func step() throws -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let connection = unsafe sqlite3_db_handle(handle)
            let message = unsafe String(cString: sqlite3_errmsg(connection))
            reset()
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }

    /// Runs a statement that returns no rows, leaves it ready for the next run, and returns the rows it changed.
    @discardableResult func run() throws -> Int {
        _ = try step()
        let changes = unsafe sqlite3_changes64(sqlite3_db_handle(handle))
        reset()
        return Int(changes)
    }

    /// Ends the statement's reading; parameters keep their values.
    func reset() { unsafe sqlite3_reset(handle) }

    /// Whether the column of this 0-based index is NULL in the current row.
    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// The number in a column of the current row; zero for NULL.
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    /// The number in a column of the current row.
    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    /// The text in a column of the current row.
    func text(_ column: Int32) -> String? {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}

extension SQLiteStore {
    /// The version of the SQLite in use.
    package static var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }
}
