import Files
import Glibc

/// Keeps the secret out of what a crash leaves behind, and the run alive whatever its surroundings.
enum Hardening {
    /// Turns off core dumps, other processes' view of this one's memory, and Swift's crash backtrace, which prints
    /// memory near registers (16 characters of a secret were seen there).
    ///
    /// Call first thing, before the secret is read. SIGPIPE and SIGXFSZ are ignored too: a reader that goes away must
    /// not end a run (`LostOutput` does what is usual for one that only prints), and a limit on the size of files is an error like a full disk. So is SIGUSR1, which asks for the status of
    /// commands that have one.
    static func apply() {
        SystemCalls.keepMemoryPrivate()
        // The runtime's backtracer is nothing but the handlers of these signals.
        for number in [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSEGV] { signal(number, SIG_DFL) }
        LostOutput.wasTold(signal(SIGPIPE, SIG_IGN))
        for number in [SIGXFSZ, SIGUSR1] { signal(number, SIG_IGN) }
        // A send in flight needs a socket and perhaps a file; the usual 1,024 are fewer than --concurrency may ask for.
        SystemCalls.allowManyOpenFiles()
        FileSystem.fillStandardStreams()
    }
}
