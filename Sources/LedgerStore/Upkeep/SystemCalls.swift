import GRDB
import GRDBSQLite
import Glibc

// The only file of this target that calls C: a few calls of the system, and SQLite's own interface for the statements
// that run once a row, where GRDB's argument and row values would cost more than the statement.

/// A system call that failed.
struct SystemFailure: Error {
    /// The value of `errno`.
    let code: Int32

    /// The failure of the last call.
    init() { code = errno }

    /// The system's words for it.
    var reason: String { unsafe String(cString: strerror(code)) }
}

/// What the ledger asks of the file system.
enum FileSystem {
    /// What stands at a path, a link not followed.
    struct Status {
        var isRegular: Bool
        var isDirectory: Bool
        var linkCount: Int
        var byteCount: Int64
        /// The file's number on its device: it stays when the file gets another name.
        var number: String
    }

    /// The path with every link, `.` and `..` resolved.
    static func realPath(_ path: String) throws(SystemFailure) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw SystemFailure() }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// What stands at the path; nil when nothing does or it cannot be seen.
    ///
    /// Never opens the file: closing a descriptor of a database would drop the locks SQLite holds on it
    /// (https://www.sqlite.org/howtocorrupt.html, 2.2).
    static func status(_ path: String) -> Status? {
        var info = stat()
        guard unsafe lstat(path, &info) == 0 else { return nil }
        return Status(
            isRegular: info.st_mode & S_IFMT == S_IFREG, isDirectory: info.st_mode & S_IFMT == S_IFDIR,
            linkCount: Int(info.st_nlink), byteCount: Int64(info.st_size), number: "\(info.st_dev):\(info.st_ino)")
    }

    /// Makes a directory with mode 0700; one that exists is left as it is.
    static func makeDirectory(_ path: String) throws(SystemFailure) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemFailure() }
    }

    /// Makes an empty file with mode 0600 whatever the umask, and only where nothing stands, not even a link.
    static func createFile(_ path: String) throws(SystemFailure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure() }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else { throw SystemFailure() }
    }

    /// Makes the names in a directory survive a power loss, as far as it may be read and the file system can do it.
    static func synchronizeDirectory(_ path: String) throws(SystemFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == EACCES { return }
            throw SystemFailure()
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemFailure() }
    }

    /// Opens a lock file, made with mode 0600 if need be; never through a link. The caller closes it.
    static func openLockFile(_ path: String) throws(SystemFailure) -> Int32 {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure() }
        return descriptor
    }

    /// Takes the lock at once; false when another open file holds it. It ends with the process that holds it: flock(2).
    static func tryLock(_ descriptor: Int32) throws(SystemFailure) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw SystemFailure() }
        return false
    }

    /// Closes a descriptor, and with it drops its lock.
    static func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

    /// Replaces the content of a small file.
    static func overwrite(_ descriptor: Int32, with text: String) throws(SystemFailure) {
        let bytes = Array(text.utf8)
        let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0 else { throw SystemFailure() }
    }

    /// Makes this the content of a file, whole or not at all and on disk on return; the file gets mode 0600.
    ///
    /// Only one process may do it at a time: the new content waits under one name, where an earlier one may lie.
    static func replaceFile(_ path: String, with text: String) throws(SystemFailure) {
        let draft = path + ".new"
        try? removeFile(draft)
        try createFile(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure() }
        defer { close(descriptor) }
        try overwrite(descriptor, with: text)
        guard fsync(descriptor) == 0, unsafe rename(draft, path) == 0 else { throw SystemFailure() }
        try synchronizeDirectory(String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]))
    }

    /// Takes a name out of its folder.
    static func removeFile(_ path: String) throws(SystemFailure) {
        guard unsafe unlink(path) == 0 else { throw SystemFailure() }
    }

    /// The first 16 KiB of a file.
    static func content(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Whether a process with this number exists.
    static func processExists(_ processID: Int32) -> Bool { kill(processID, 0) == 0 || errno == EPERM }

    /// The number of this process.
    static var processID: Int32 { getpid() }

    /// Waits; blocks the thread.
    static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}

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

extension Ledger {
    /// The version of the SQLite in use.
    package static var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }
}
