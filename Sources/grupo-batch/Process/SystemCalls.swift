import CProcess
import Glibc

/// The calls to the operating system that need unsafe code; no other file of the program has any.
enum SystemCalls {
    /// Writes bytes to a descriptor; false when its reader is gone, or it takes no more.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
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

    /// Opens a file for reading without waiting for a pipe's other end; nil, and why, when it cannot be opened.
    static func open(_ path: String) -> (descriptor: Int32?, reason: String) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        return descriptor >= 0 ? (descriptor, "") : (nil, unsafe String(cString: strerror(errno)))
    }

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

    /// Removes a variable from this process's environment.
    static func forget(variable name: String) { unsafe unsetenv(name) }

    /// The width of the terminal behind a descriptor; nil when it is none.
    static func columns(_ descriptor: Int32) -> Int? {
        var size = winsize()
        return unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : nil
    }

    /// Lets no core dump be written and no other process of the same user read this one's memory.
    static func keepMemoryPrivate() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = grupo_set_not_dumpable()
    }
}
