import Glibc

extension FileDescriptor {
    /// O_PATH, which glibc's headers hide without _GNU_SOURCE: the same number on every architecture Swift runs on.
    private static let pathOnly: Int32 = 0o10_000_000
    /// Never waits for a pipe's other end, never becomes the terminal's owner.
    private static let patientReading = O_RDONLY | O_NONBLOCK | O_NOCTTY

    /// Opens a path for reading, links followed; never waits for a pipe's other end.
    package static func reading(_ path: String) throws(SystemFault) -> FileDescriptor { try open(path, patientReading) }

    /// Opens a directory as a place to walk from.
    package static func folder(_ path: String) throws(SystemFault) -> FileDescriptor {
        try open(path, pathOnly | O_DIRECTORY)
    }

    /// Opens a lock file, made with mode 0600 if need be; never through a link.
    package static func lockFile(_ path: String) throws(SystemFault) -> FileDescriptor {
        try open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
    }

    /// Opens a file to read it and to add to its end, made with mode 0600 if need be; never through a link.
    package static func appending(_ path: String) throws(SystemFault) -> FileDescriptor {
        try open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    }

    /// Makes an empty file with mode 0600 whatever the umask, and only where nothing stands, not even a link.
    package static func new(_ path: String) throws(SystemFault) -> FileDescriptor {
        let file = try open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
        // The umask only ever takes bits away; this file needs exactly these.
        try file.makePrivate()
        return file
    }

    /// Makes a file without a name in a folder.
    package static func nameless(in folder: String) throws(SystemFault) -> FileDescriptor {
        let path = "\(folder)/grupo-batch-\(UInt64.random(in: 0 ... .max))"
        let file = try open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
        try? FileSystem.remove(path)
        return file
    }

    /// Names one entry of this directory without opening it, and without following it when it is a link.
    package func locate(_ name: String) throws(SystemFault) -> FileDescriptor {
        try FileDescriptor(SystemFault.check(unsafe openat(number, name, Self.pathOnly | O_NOFOLLOW | O_CLOEXEC)))
    }

    /// Opens one entry of this directory for reading; fails when it is a link.
    package func open(_ name: String) throws(SystemFault) -> FileDescriptor {
        let flags = Self.patientReading | O_NOFOLLOW | O_CLOEXEC
        return try FileDescriptor(SystemFault.check(unsafe openat(number, name, flags)))
    }

    /// The names of this directory's entries, at most so many; those that are not UTF-8 are left out.
    package func entries(limit: Int) throws(SystemFault) -> [String] {
        let descriptor = try SystemFault.check(unsafe openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        guard let stream = unsafe fdopendir(descriptor) else {
            let fault = SystemFault.last
            close(descriptor)
            throw fault
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(validatingCString: $0) }
            }
            if let name, name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Where the link points that this descriptor names.
    package func linkTarget() throws(SystemFault) -> String {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = try SystemFault.check(unsafe readlinkat(number, "", &target, target.count))
        return String(decoding: target[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Opens a path; never leaks to children. What it makes has mode 0600 at the most.
    static func open(_ path: String, _ flags: Int32) throws(SystemFault) -> FileDescriptor {
        try FileDescriptor(SystemFault.check(unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)))
    }
}
