import Glibc

/// A file that appears whole under its name, or not at all.
///
/// Written under a fixed name of its own beside its destination, flushed to disk, then renamed over the destination;
/// mode 0600. What a killed process leaves behind is used again by the next, unless two wrote at once. Never follows a
/// symbolic link. Not `Sendable`: use it from one task.
package final class AtomicFile {
    private static let bufferSize = 1 << 16

    /// Where it will be.
    package let path: String
    /// The folder it lies in.
    package let folder: String
    private let temporaryPath: String
    /// Nil once the file was put in place or given up.
    private var file: FileDescriptor?
    private var buffer: [UInt8] = []
    private let committed: (FileVersion) -> Void

    /// Begins a file that will be named `path`; `committed` is told of it once it is in place.
    ///
    /// - Throws: `FileFault` when the folder cannot be written or the path is a link, a folder or a device.
    package init(path: String, committed: @escaping (FileVersion) -> Void = { _ in }) throws(FileFault) {
        self.path = path
        self.committed = committed
        let parts = Self.split(path)
        folder = parts.folder
        try Self.checkDestination(path)
        let draft = "\(parts.folder)/.\(parts.name).part"
        if let reused = try? FileDescriptor.open(draft, O_CREAT | O_WRONLY | O_NONBLOCK | O_NOFOLLOW),
            (try? reused.takeDraft(named: draft)) == true
        {
            (temporaryPath, file) = (draft, reused)
        } else {
            temporaryPath = "\(draft)-\(UInt32.random(in: 0 ... .max))"
            do throws(SystemFault) {
                file = try FileDescriptor.open(temporaryPath, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW)
            } catch {
                throw FileFault(path: path, reason: "cannot be created: \(error.text)")
            }
        }
        // The umask only ever takes bits away; this file needs exactly these. Some file systems keep none.
        try? file?.makePrivate()
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
        try attempt("cannot be flushed to disk") { (file) throws(SystemFault) in try file.synchronize() }
        try Self.checkDestination(path)
        try attempt("cannot be put in place") { (file) throws(SystemFault) in
            try FileSystem.rename(temporaryPath, to: path)
        }
        // By the open file: another one may have its name by now.
        if let version = try? file?.status().version { committed(version) }
        file = nil
        // The dot: the folder itself may be reached through a link.
        try? FileSystem.synchronizeDirectory("\(folder)/.")
    }

    /// Gives the file up; nothing of it stays.
    package func discard() {
        guard file != nil else { return }
        try? FileSystem.remove(temporaryPath)
        file = nil
    }

    /// Says whether a file could be put at `path`: its folder can be written and nothing but a regular file is there.
    package static func checkDestination(_ path: String) throws(FileFault) {
        switch kind(of: path) {
        case nil, .regular: break
        case .link: throw FileFault(path: path, reason: "is a symbolic link; reports are never written through one")
        default: throw FileFault(path: path, reason: "is not a regular file; give another path")
        }
        let folder = split(path).folder
        do throws(SystemFault) {
            try FileSystem.checkWritable(folder: folder)
        } catch {
            throw FileFault(path: path, reason: "the folder \(folder) cannot be written: \(error.text)")
        }
    }

    /// The first bytes of a file; nil when there is none of this name, or it is no regular file.
    ///
    /// - Throws: `FileFault` when there is one that cannot be read: what it holds must not be taken for nothing.
    package static func head(of path: String, count: Int) throws(FileFault) -> [UInt8]? {
        guard kind(of: path) == .regular else { return nil }
        do throws(SystemFault) {
            return try FileDescriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW).read(count)
        } catch {
            throw FileFault(path: path, reason: "is there and cannot be read: \(error.text)")
        }
    }

    private func flush() throws(FileFault) {
        try attempt("cannot be written") { (file) throws(SystemFault) in try file.write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Does something with the open file; says what failed when that does.
    private func attempt(
        _ what: String, _ body: (FileDescriptor) throws(SystemFault) -> Void
    ) throws(FileFault) {
        do throws(SystemFault) {
            guard let file else { throw SystemFault(code: EBADF) }
            try body(file)
        } catch {
            throw FileFault(path: path, reason: "\(what): \(error.text)")
        }
    }

    private static func kind(of path: String) -> FileStatus.Kind? {
        (try? FileStatus(at: path, followingLinks: false))?.kind
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }
}
