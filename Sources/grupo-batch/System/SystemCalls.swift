import CProcess
import Glibc
import Synchronization

/// The calls to the operating system about signals, terminals and limits. No file of the program has unsafe code but this one and its
/// extension.
enum SystemCalls {
    /// Where signals are noted; -1 before the first is diverted.
    private static let signalPipe = Atomic<Int32>(-1)

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
