import Glibc

/// Calls to the operating system about names of files.
package enum FileSystem {
    /// The absolute path without links, `.` and `..`.
    package static func realPath(_ path: String) throws(SystemFault) -> String {
        String(decoding: try realPathBytes(path), as: UTF8.self)
    }

    /// The bytes of that path, which need not be text.
    package static func realPathBytes(_ path: String) throws(SystemFault) -> [UInt8] {
        guard let resolved = unsafe realpath(path, nil) else { throw .last }
        defer { unsafe free(resolved) }
        return unsafe Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
    }

    /// Makes a directory with mode 0700; one that exists is left as it is.
    package static func makeDirectory(_ path: String) throws(SystemFault) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last }
    }

    /// Makes a directory and what is missing above it, each with mode 0700 and on disk on return.
    package static func makeDirectories(_ path: String) throws(SystemFault) {
        var made = ""
        for part in path.split(separator: "/") {
            let parent = made
            made += "/" + part
            do {
                _ = try realPath(made)
            } catch  where error.code == ENOENT {
                try makeDirectory(made)
                try synchronizeDirectory(parent + "/")
            }
        }
    }

    /// Makes a directory of mode 0700 with a name nobody can guess, and returns its path.
    package static func makeNewDirectory(in parent: String) throws(SystemFault) -> String {
        var template = Array("\(parent)/grupo-batch-XXXXXX".utf8CString)
        let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
        }
        guard isMade else { throw .last }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Makes the names in a directory survive a power loss, as far as it may be read and the file system can do it.
    package static func synchronizeDirectory(_ path: String) throws(SystemFault) {
        do throws(SystemFault) {
            try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY).synchronize()
        } catch {
            guard error.code == EACCES || error.code == EINVAL else { throw error }
        }
    }

    /// Makes this the content of a file, whole or not at all and on disk on return; the file gets mode 0600.
    ///
    /// Only one process may do it at a time: the new content waits under one name, where an earlier one may lie.
    package static func replaceFile(_ path: String, with text: String) throws(SystemFault) {
        let draft = path + ".new"
        try? remove(draft)
        let file = try FileDescriptor.new(draft)
        try file.overwrite(with: text)
        try file.synchronize()
        try rename(draft, to: path)
        try synchronizeDirectory(String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]))
    }

    /// Gives a file another name, whatever had that.
    package static func rename(_ path: String, to other: String) throws(SystemFault) {
        try SystemFault.check(unsafe Glibc.rename(path, other))
    }

    /// Takes a name out of its folder.
    package static func remove(_ path: String) throws(SystemFault) { try SystemFault.check(unsafe unlink(path)) }

    /// Finds out whether files can be made in a folder.
    static func checkWritable(folder: String) throws(SystemFault) {
        try SystemFault.check(unsafe access(folder, W_OK | X_OK))
    }

    /// Where temporary files go.
    package static var temporaryFolder: String {
        unsafe getenv("TMPDIR").flatMap { unsafe String(validatingCString: $0) } ?? "/tmp"
    }

    /// Gives closed standard streams to `/dev/null`: else the next file opened, such as the ledger, would take the place of
    /// one, and what is printed would be written into it.
    package static func fillStandardStreams() {
        while true {
            let number = unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard number >= 0 else { return }
            guard number <= STDERR_FILENO else {
                close(number)
                return
            }
        }
    }
}
