import Glibc

/// The system calls this target makes: files, links, directories and iconv.
///
/// Together with `LibCSV.swift` the only unsafe code of the target: pointers live no longer than the call they are made
/// for, and every descriptor is owned by a `FileDescriptor`.
enum POSIXCalls {
    /// O_PATH, which glibc's headers hide without _GNU_SOURCE: the same number on every architecture Swift runs on.
    private static let pathOnly: Int32 = 0o10_000_000

    /// Opens a path; never waits for a pipe's other end, never becomes the terminal's owner, never leaks to children.
    static func open(_ path: String) throws(SystemFault) -> FileDescriptor {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        return FileDescriptor(try checked(descriptor))
    }

    /// Opens a directory as a place to walk from.
    static func openDirectory(_ path: String) throws(SystemFault) -> FileDescriptor {
        FileDescriptor(try checked(unsafe Glibc.open(path, pathOnly | O_DIRECTORY | O_CLOEXEC)))
    }

    /// Names one entry of a directory without opening it, and without following it when it is a link.
    static func locate(_ name: String, in directory: FileDescriptor) throws(SystemFault) -> FileDescriptor {
        FileDescriptor(try checked(unsafe openat(directory.number, name, pathOnly | O_NOFOLLOW | O_CLOEXEC)))
    }

    /// Opens one entry of a directory for reading; fails when it is a link.
    static func open(_ name: String, in directory: FileDescriptor) throws(SystemFault) -> FileDescriptor {
        let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        return FileDescriptor(try checked(unsafe openat(directory.number, name, flags)))
    }

    /// The names of a directory's entries, at most so many; those that are not UTF-8 are left out.
    static func entries(of directory: FileDescriptor, limit: Int) throws(SystemFault) -> [String] {
        let descriptor = try checked(unsafe openat(directory.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        guard let stream = unsafe fdopendir(descriptor) else {
            close(descriptor)
            throw SystemFault(code: errno)
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

    /// What an open descriptor refers to.
    static func status(of file: FileDescriptor) throws(SystemFault) -> FileStatus {
        var raw = stat()
        _ = try checked(unsafe fstat(file.number, &raw))
        return FileStatus(raw)
    }

    /// What a path refers to, links followed.
    static func status(at path: String) throws(SystemFault) -> FileStatus {
        var raw = stat()
        _ = try checked(unsafe stat(path, &raw))
        return FileStatus(raw)
    }

    /// Where the link points that the descriptor names.
    static func target(ofLink link: FileDescriptor) throws(SystemFault) -> String {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = unsafe readlinkat(link.number, "", &target, target.count)
        if count < 0 { throw SystemFault(code: errno) }
        return String(decoding: target[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The absolute path without links.
    static func realPath(_ path: String) throws(SystemFault) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw SystemFault(code: errno) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// Reads at an offset without moving the descriptor; zero at the end of the file.
    static func read(
        _ file: FileDescriptor, into block: inout [UInt8], from start: Int, at offset: Int64
    ) throws(SystemFault) -> Int {
        let count = unsafe block.withUnsafeMutableBytes { buffer in
            let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
            while true {
                let count = unsafe pread(file.number, free.baseAddress, free.count, off_t(offset))
                if count >= 0 || errno != EINTR { return count }
            }
        }
        if count < 0 { throw SystemFault(code: errno) }
        return count
    }

    /// The place of a byte among those of a range.
    static func firstIndex(of byte: UInt8, in block: [UInt8], _ range: Range<Int>) -> Int? {
        unsafe block.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress,
                let found = unsafe memchr(start + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - start
        }
    }

    private static func checked(_ result: Int32) throws(SystemFault) -> Int32 {
        if result < 0 { throw SystemFault(code: errno) }
        return result
    }
}

/// A system call that failed, with the system's own words.
struct SystemFault: Error, Hashable {
    var code: Int32

    /// "No such file or directory" and the like.
    var text: String {
        var buffer = [CChar](repeating: 0, count: 256)
        _ = unsafe strerror_r(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// An open descriptor, closed when nobody holds it any more.
package final class FileDescriptor: Sendable {
    /// The descriptor's number, good for as long as this object lives.
    package let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }
}

/// What the system says about a file.
struct FileStatus: Sendable, Hashable {
    enum Kind: Sendable, Hashable { case regular, directory, link, pipe, device, socket }

    var kind: Kind
    var device: UInt64
    var inode: UInt64
    var byteCount: Int64
    /// The last change of the content, in nanoseconds since 1970.
    var modified: Int64

    init(_ raw: stat) {
        kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .link
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .device
            }
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
        byteCount = Int64(raw.st_size)
        modified = Int64(raw.st_mtim.tv_sec) * 1_000_000_000 + Int64(raw.st_mtim.tv_nsec)
    }

    /// Whether this is the same file with, as far as can be told, the same content.
    func isUnchanged(from earlier: FileStatus) -> Bool { self == earlier }
}

/// Turns text in one encoding into another with glibc's iconv. Use one per pass: it remembers shift states.
@safe final class EncodingConverter {
    private let converter: iconv_t

    /// Nil when iconv does not know one of the encodings.
    init?(from encoding: String, to target: String = "UTF-8") {
        guard let opened = unsafe iconv_open(target, encoding), Int(bitPattern: opened) != -1 else {
            return nil
        }
        unsafe converter = opened
    }

    deinit { unsafe iconv_close(converter) }

    /// The bytes that were held back, or lead back from a shift state, at the end of the text.
    func finish() -> [UInt8] {
        var room = [UInt8](repeating: 0, count: 16)
        let free = unsafe room.withUnsafeMutableBytes { target in
            var into = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
            var free = target.count
            unsafe iconv(converter, nil, nil, &into, &free)
            return free
        }
        return room.dropLast(free)
    }

    /// What stopped a conversion.
    enum Stop { case inputUsed, outputFull, incomplete, undecodable }

    /// Appends the UTF-8 of as many bytes as can be converted; returns how many those were and why it stopped.
    func convert(_ input: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> (used: Int, stop: Stop) {
        var stop = Stop.inputUsed
        var used = 0
        var room = [UInt8](repeating: 0, count: range.count * 3 + 16)
        unsafe input.withUnsafeBytes { source in
            unsafe room.withUnsafeMutableBytes { target in
                let bytes = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)
                var from = unsafe bytes?.advanced(by: range.lowerBound).assumingMemoryBound(to: CChar.self)
                var into = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = range.count
                var free = target.count
                let result = unsafe iconv(converter, &from, &left, &into, &free)
                if result == -1 {
                    stop = errno == EILSEQ ? .undecodable : errno == EINVAL ? .incomplete : .outputFull
                }
                used = range.count - left
                unsafe output.append(contentsOf: target[..<(target.count - free)])
            }
        }
        return (used, stop)
    }
}

extension Span where Element == UInt8 {
    /// Whether the byte stands among these: glibc looks at 32 of them at once.
    func holds(_ byte: UInt8) -> Bool {
        unsafe withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return false }
            return unsafe memchr(start, Int32(byte), bytes.count) != nil
        }
    }
}

extension Array where Element == UInt8 {
    /// The bytes of a span.
    init(copying bytes: Span<UInt8>) {
        self = []
        append(copying: bytes)
    }

    /// Adds the bytes of a span at once.
    mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
