import Glibc

/// A file that appears whole under its name, or not at all.
///
/// Written under a fixed name of its own beside its destination, flushed to disk, then renamed over the destination;
/// mode 0600. What a killed process leaves behind is used again by the next, unless two wrote at once. Never follows a
/// symbolic link. Not `Sendable`: use it from one task.
package final class AtomicFile {
    private static let bufferSize = 1 << 16

    private let path: String
    private let folder: String
    private let temporaryPath: String
    /// Nil once the file was put in place or given up.
    private var file: OpenFile?
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
        if let reused = OpenFile.open(draft, O_CREAT | O_WRONLY | O_NONBLOCK), reused.takeDraft(named: draft) {
            (temporaryPath, file) = (draft, reused)
        } else {
            temporaryPath = "\(draft)-\(UInt32.random(in: 0 ... .max))"
            file = OpenFile.open(temporaryPath, O_CREAT | O_EXCL | O_WRONLY)
        }
        guard let file else {
            throw FileFault(path: path, reason: "cannot be created: \(SystemCalls.lastError)")
        }
        // The umask only ever takes bits away; this file needs exactly these.
        file.makePrivate()
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
        guard let file, file.sync() else { throw fault("cannot be flushed to disk") }
        try Self.checkDestination(path)
        guard SystemCalls.rename(temporaryPath, to: path) else { throw fault("cannot be put in place") }
        // By the open file: another one may have its name by now.
        if let version = file.version { committed(version) }
        self.file = nil
        // The dot: the folder itself may be reached through a link.
        _ = OpenFile.open("\(folder)/.", O_RDONLY | O_DIRECTORY)?.sync()
    }

    /// Gives the file up; nothing of it stays.
    package func discard() {
        guard file != nil else { return }
        SystemCalls.remove(temporaryPath)
        file = nil
    }

    /// Says whether a file could be put at `path`: its folder can be written and nothing but a regular file is there.
    package static func checkDestination(_ path: String) throws(FileFault) {
        switch SystemCalls.kind(of: path) {
        case .nothing, .file: break
        case .link: throw FileFault(path: path, reason: "is a symbolic link; reports are never written through one")
        case .other: throw FileFault(path: path, reason: "is not a regular file; give another path")
        }
        let folder = split(path).folder
        guard SystemCalls.isWritable(folder: folder) else {
            throw FileFault(path: path, reason: "the folder \(folder) cannot be written: \(SystemCalls.lastError)")
        }
    }

    /// The first bytes of a file; nil when there is none of this name, or it is no regular file.
    ///
    /// - Throws: `FileFault` when there is one that cannot be read: what it holds must not be taken for nothing.
    package static func head(of path: String, count: Int) throws(FileFault) -> [UInt8]? {
        guard SystemCalls.kind(of: path) == .file else { return nil }
        guard let head = OpenFile.open(path, O_RDONLY | O_NONBLOCK)?.read(count) else {
            throw FileFault(path: path, reason: "is there and cannot be read: \(SystemCalls.lastError)")
        }
        return head
    }

    private func flush() throws(FileFault) {
        guard let file, file.write(buffer) else { throw fault("cannot be written") }
        buffer.removeAll(keepingCapacity: true)
    }

    private func fault(_ what: String) -> FileFault {
        FileFault(path: path, reason: "\(what): \(SystemCalls.lastError)")
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }
}
