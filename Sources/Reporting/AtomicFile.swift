import Glibc

/// A file that appears whole under its name, or not at all.
///
/// Written under a fixed name of its own beside its destination, flushed to disk, then renamed over the destination;
/// mode 0600. What a killed process leaves behind is used again by the next, so nothing piles up. Never follows a
/// symbolic link. Not `Sendable`: use it from one task. All calls to the operating system of this target are in this file.
package final class AtomicFile {
    private static let bufferSize = 1 << 16

    private let path: String
    private let folder: String
    private let temporaryPath: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Begins a file that will be named `path`.
    ///
    /// - Throws: `FileFault` when the folder cannot be written or the path is a link, a folder or a device.
    package init(path: String) throws(FileFault) {
        self.path = path
        let parts = Self.split(path)
        folder = parts.folder
        try Self.checkDestination(path)
        let draft = "\(parts.folder)/.\(parts.name).part"
        if let reused = Self.openDraft(draft) {
            (temporaryPath, descriptor) = (draft, reused)
        } else {
            temporaryPath = "\(draft)-\(UInt32.random(in: 0 ... .max))"
            descriptor = unsafe open(temporaryPath, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw FileFault(path: path, reason: "cannot be created: \(Self.lastError())") }
        }
        // The umask only ever takes bits away; this file needs exactly these.
        fchmod(descriptor, 0o600)
        buffer.reserveCapacity(Self.bufferSize + 4_096)
    }

    deinit { discard() }

    /// Adds bytes.
    package func write(_ bytes: [UInt8]) throws(FileFault) {
        buffer += bytes
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Adds a text as UTF-8.
    package func write(_ text: String) throws(FileFault) {
        buffer += text.utf8
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Puts the file in place. On return its content and its name are on disk.
    package func commit() throws(FileFault) {
        try flush()
        guard fsync(descriptor) == 0 else { throw fault("cannot be flushed to disk") }
        try Self.checkDestination(path)
        guard unsafe rename(temporaryPath, path) == 0 else { throw fault("cannot be put in place") }
        close(descriptor)
        descriptor = -1
        Self.syncFolder(folder)
    }

    /// Gives the file up; nothing of it stays.
    package func discard() {
        guard descriptor >= 0 else { return }
        unsafe unlink(temporaryPath)
        close(descriptor)
        descriptor = -1
    }

    /// Says whether a file could be put at `path`: its folder can be written and nothing but a regular file is there.
    package static func checkDestination(_ path: String) throws(FileFault) {
        var status = stat()
        if unsafe lstat(path, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFLNK:
                throw FileFault(path: path, reason: "is a symbolic link; reports are never written through one")
            default: throw FileFault(path: path, reason: "is not a regular file; give another path")
            }
        }
        let folder = split(path).folder
        guard unsafe access(folder, W_OK | X_OK) == 0 else {
            throw FileFault(path: path, reason: "the folder \(folder) cannot be written: \(lastError())")
        }
    }

    /// The first bytes of a file, nil when there is none.
    package static func head(of path: String, count: Int) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, count) }
        return got < 0 ? nil : Array(bytes.prefix(got))
    }

    /// Opens the draft and empties it; nil when another process writes it, or it is not plainly ours.
    ///
    /// The lock says whether its writer lives. Who gets it only after the draft was renamed sees another file, or none,
    /// under the name.
    private static func openDraft(_ path: String) -> Int32? {
        let descriptor = unsafe open(path, O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        var mine = stat()
        var named = stat()
        let isMine =
            unsafe flock(descriptor, LOCK_EX | LOCK_NB) == 0
            && fstat(descriptor, &mine) == 0 && lstat(path, &named) == 0
            && mine.st_ino == named.st_ino && mine.st_dev == named.st_dev && mine.st_nlink == 1
            && mine.st_uid == geteuid() && mine.st_mode & S_IFMT == S_IFREG && ftruncate(descriptor, 0) == 0
        guard isMine else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private func flush() throws(FileFault) {
        var done = 0
        while done < buffer.count {
            let written = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw fault("cannot be written")
            }
            done += written
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func fault(_ what: String) -> FileFault {
        FileFault(path: path, reason: "\(what): \(Self.lastError())")
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    private static func lastError() -> String { unsafe String(cString: strerror(errno)) }

    private static func syncFolder(_ folder: String) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
