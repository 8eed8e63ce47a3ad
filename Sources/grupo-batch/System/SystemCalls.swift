import CProcess
import Glibc
import Synchronization

/// The calls to the operating system that need unsafe code. No file of the program has any but this one and its extension, and the
/// one span that `SettingsFile` lends to a library.
enum SystemCalls {
    /// Where signals are noted; -1 before the first is diverted.
    private static let signalPipe = Atomic<Int32>(-1)

    /// Writes bytes to a descriptor; false when its reader is gone, or it takes no more.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Whoever shares the stream may have made it non-blocking.
            if count < 0, errno == EAGAIN, takes(descriptor, within: -1) { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Whether a descriptor takes a few kilobytes now without making the writer wait.
    ///
    /// A pipe must be three quarters empty: what has to arrive finds the rest free.
    static func hasRoom(_ descriptor: Int32) -> Bool {
        guard let unread = unreadByteCount(descriptor) else { return takes(descriptor, within: 0) }
        return unread <= max(0, Int(fcntl(descriptor, pipeSize))) / 4
    }

    /// How many bytes a pipe holds that nobody has read; nil for anything but a pipe with a reader.
    static func unreadByteCount(_ descriptor: Int32) -> Int? {
        var count: Int32 = 0
        guard
            let status = status(of: descriptor), status.st_mode & S_IFMT == S_IFIFO,
            unsafe ioctl(descriptor, UInt(FIONREAD), &count) == 0, !isAbandoned(descriptor)
        else { return nil }
        return Int(count)
    }

    private static let pipeSize: Int32 = 1_032  // F_GETPIPE_SZ, which is no POSIX

    private static func isAbandoned(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: 0, revents: 0)
        return unsafe poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR) != 0
    }

    /// Whether something can be written, or writing would fail at once.
    private static func takes(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&entry, 1, milliseconds) != 0
    }

    /// Whether two descriptors stand for one file, pipe or terminal.
    static func areSameFile(_ one: Int32, _ other: Int32) -> Bool {
        guard let first = status(of: one), let second = status(of: other) else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// Reads a descriptor to its end, at most `limit` bytes and one more.
    static func read(_ descriptor: Int32, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            var block = [UInt8](repeating: 0, count: min(4_096, limit + 1 - bytes.count))
            let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += block.prefix(count)
        }
        return bytes
    }

    /// Reads what a descriptor that does not block has now.
    static func readAvailable(_ descriptor: Int32) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 64)
        let count = unsafe block.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return Array(block.prefix(max(0, count)))
    }

    /// Opens a file for reading without waiting for a pipe's other end; nil, and why, when it cannot be opened.
    static func open(_ path: String) -> (descriptor: Int32?, reason: String) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        return descriptor >= 0 ? (descriptor, "") : (nil, unsafe String(cString: strerror(errno)))
    }

    /// What an open file is; nil when the system does not say.
    static func status(of descriptor: Int32) -> stat? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? status : nil
    }

    /// What stands at a path, links followed; nil when nothing does.
    static func status(at path: String) -> stat? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status : nil
    }

    /// The size of a file; nil when there is none.
    static func byteCount(of path: String) -> Int64? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// What a log file may be refused for.
    enum LogRefusal: Error {
        /// Not a regular file, or reached through a link.
        case notAFile
        /// Somebody else's, or known by another name too.
        case notOurs
        /// It holds something else than a log.
        case notALog
        /// The system's reason.
        case system(String)
    }

    /// Opens a file to add lines to its end, mode 0600; never through a link, and never one that is not plainly ours.
    ///
    /// A file that is there must be empty or begin with `start`.
    static func openLog(_ path: String, beginningWith start: String) throws(LogRefusal) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        let descriptor = unsafe Glibc.open(path, flags, 0o600)
        guard descriptor >= 0 else { throw errno == ELOOP || errno == EISDIR ? .notAFile : .system(lastError) }
        do throws(LogRefusal) {
            guard let status = status(of: descriptor) else { throw .system(lastError) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
            guard status.st_uid == geteuid(), status.st_nlink == 1 else { throw .notOurs }
            let head = String(decoding: read(descriptor, limit: start.utf8.count - 1), as: UTF8.self)
            guard status.st_size == 0 || head == start else { throw .notALog }
            guard fchmod(descriptor, 0o600) == 0 else { throw .system(lastError) }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// What went wrong in the last call of this thread.
    static var lastError: String { text(of: errno) }

    /// The system's words for an error's number.
    static func text(of code: Int32) -> String { unsafe String(cString: strerror(code)) }

    /// Makes a folder of mode 0700 with a name nobody can guess.
    static func makeFolder(in parent: String) -> String? {
        var template = Array("\(parent)/grupo-batch-XXXXXX".utf8CString)
        let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
        }
        return isMade ? String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    /// Whether a signal is ignored, as `nohup` leaves SIGHUP.
    static func isIgnored(signal number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
    }

    /// Lets these signals end nothing any more, and returns a descriptor to read their numbers from, a byte each.
    ///
    /// From this call on none is lost. A dispatch source for signals begins to listen some time after it was made.
    static func divert(signals: [Int32]) -> Int32? {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends where fcntl(end, F_SETFD, FD_CLOEXEC) != 0 || fcntl(end, F_SETFL, O_NONBLOCK) != 0 {
            return nil
        }
        signalPipe.store(ends[1], ordering: .relaxed)
        for number in signals {
            signal(number) { SystemCalls.note(signal: $0) }
        }
        return ends[0]
    }

    /// Runs as a signal's handler: nothing but a write that cannot wait.
    static func note(signal number: Int32) {
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        unsafe _ = Glibc.write(signalPipe.load(ordering: .relaxed), &byte, 1)
        errno = before
    }

    /// Removes a variable from this process's environment.
    static func forget(variable name: String) { unsafe unsetenv(name) }

    /// The size of the terminal behind a descriptor; nil when it is none, or does not know.
    static func terminalSize(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return nil
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Lets no core dump be written and no other process of the same user read this one's memory.
    static func keepMemoryPrivate() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = grupo_set_not_dumpable()
    }

    /// Raises the number of files this process may have open as far as it may without privileges.
    static func allowManyOpenFiles() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(resource, &limit)
    }
}
