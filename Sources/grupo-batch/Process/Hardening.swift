import CSystem
import Glibc

/// Keeps the secret out of what a crash leaves behind.
enum Hardening {
    /// Turns off core dumps, other processes' view of this one's memory, and Swift's crash backtrace, which prints
    /// memory near registers (16 characters of a secret were seen there).
    ///
    /// Call first thing, before the secret is read. SIGPIPE is ignored too: a reader that goes away must not end a run.
    static func apply() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = grupo_set_not_dumpable()
        // The runtime's backtracer is nothing but the handlers of these signals.
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSEGV] { signal(number, SIG_DFL) }
        signal(SIGPIPE, SIG_IGN)
    }
}
