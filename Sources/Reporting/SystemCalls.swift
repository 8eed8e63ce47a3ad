import Glibc

/// An open file; closed with its last reference. All unsafe code of this target is in this file.
final class OpenFile {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Opens a file that is named by no link; nil when that fails, see `SystemCalls.lastError`.
    static func open(_ path: String, _ flags: Int32) -> OpenFile? {
        let descriptor = unsafe Glibc.open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
        return descriptor < 0 ? nil : OpenFile(descriptor)
    }

    /// Opens a new file without a name in a folder; nil when that fails.
    static func nameless(in folder: String) -> OpenFile? {
        let path = "\(folder)/grupo-batch-\(UInt64.random(in: 0 ... .max))"
        guard let file = open(path, O_CREAT | O_EXCL | O_RDWR) else { return nil }
        SystemCalls.remove(path)
        return file
    }

    /// Writes all bytes; false when that fails.
    func write(_ bytes: [UInt8]) -> Bool { Self.write(bytes, to: descriptor) }

    /// The next bytes, at most `count`, none at the end; nil when that fails.
    func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let got = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, count) }
            if got < 0, errno == EINTR { continue }
            return got < 0 ? nil : Array(bytes.prefix(got))
        }
    }

    /// Goes back to the beginning; false when that fails.
    func rewind() -> Bool { lseek(descriptor, 0, SEEK_SET) == 0 }

    /// Flushes content and size to disk; false when that fails.
    func sync() -> Bool { fsync(descriptor) == 0 }

    /// What tells the file from others; nil when that fails.
    var version: FileVersion? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? FileVersion(status) : nil
    }

    /// Lets only the owner read and write it, whatever the umask.
    func makePrivate() { fchmod(descriptor, 0o600) }

    /// Locks, checks and empties a draft; false when another process writes it, or it is not plainly ours.
    ///
    /// The lock says whether its writer lives. Who gets it only after the draft was renamed sees another file, or none,
    /// under the name.
    func takeDraft(named path: String) -> Bool {
        var mine = stat()
        var named = stat()
        return unsafe flock(descriptor, LOCK_EX | LOCK_NB) == 0
            && fstat(descriptor, &mine) == 0 && lstat(path, &named) == 0
            && mine.st_ino == named.st_ino && mine.st_dev == named.st_dev && mine.st_nlink == 1
            && mine.st_uid == geteuid() && mine.st_mode & S_IFMT == S_IFREG && ftruncate(descriptor, 0) == 0
    }

    /// Writes all bytes to standard output; false when that fails.
    static func writeToStandardOutput(_ bytes: [UInt8]) -> Bool { write(bytes, to: STDOUT_FILENO) }

    private static func awaitRoom(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&entry, 1, -1) > 0
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if written < 0 {
                if errno == EINTR { continue }
                // Whoever shares the stream may have made it non-blocking.
                if errno == EAGAIN, awaitRoom(descriptor) { continue }
                return false
            }
            done += written
        }
        return true
    }
}

/// Calls to the operating system about names of files.
enum SystemCalls {
    /// What stands under a name.
    enum Kind {
        case nothing, file, link, other
    }

    static func kind(of path: String) -> Kind {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return .nothing }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFLNK: .link
        default: .other
        }
    }

    /// What tells the file at a path from others, links followed.
    static func version(of path: String) -> FileVersion? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? FileVersion(status) : nil
    }

    static func isWritable(folder: String) -> Bool { unsafe access(folder, W_OK | X_OK) == 0 }

    static func rename(_ path: String, to other: String) -> Bool { unsafe Glibc.rename(path, other) == 0 }

    static func remove(_ path: String) { unsafe unlink(path) }

    static var temporaryFolder: String {
        unsafe getenv("TMPDIR").flatMap { unsafe String(validatingCString: $0) } ?? "/tmp"
    }

    /// What went wrong in the last call of this thread.
    static var lastError: String { unsafe String(cString: strerror(errno)) }
}

extension FileVersion {
    fileprivate init(_ status: stat) {
        let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
        self.init(text: "\(status.st_dev):\(status.st_ino):\(status.st_size):\(times[0]):\(times[1])")
    }
}
