import BatchModel
import CProcess
import Files
import Glibc
import Reporting
import Synchronization

/// Sees to it that the program does not end with 0 when what it printed on standard output was lost.
enum LostOutput {
    private static let isCourtesy = Atomic(false)
    private static let hasEffects = Atomic(false)
    private static let isToldToIgnore = Atomic(false)
    private static let noted = Mutex<FileFault?>(nil)

    /// Watches from now on, whichever way the program ends. Call it before anything is printed.
    ///
    /// Of 0 it makes `cannotCreate` and leaves every other exit code as it is. A reader that went away is not told of: it knows; and
    /// a command that did nothing but print for it ends by SIGPIPE, as other programs do.
    static func watch() {
        // Handlers run in reverse order: this one is the last, after whatever prints.
        unsafe _ = on_exit({ status, _ in LostOutput.judge(status) }, nil)
    }

    /// What is printed from now on repeats what a report says: nothing is lost when its reader goes away, or there never was one. A
    /// full disk is an error all the same.
    static func isRecordedElsewhere() { isCourtesy.store(true, ordering: .relaxed) }

    /// The command does more than print: how it ends says what it did, and a signal would look as if it had been cut off.
    static func isNotAll() { hasEffects.store(true, ordering: .relaxed) }

    /// Takes note of what whoever started the program had said of SIGPIPE: who ignores it does not want to see it.
    static func wasTold(_ handler: sighandler_t?) {
        let (told, ignore) = unsafe (unsafeBitCast(handler, to: Int.self), unsafeBitCast(SIG_IGN, to: Int.self))
        if told == ignore { isToldToIgnore.store(true, ordering: .relaxed) }
    }

    /// Ends because nobody read the output to its end: silently, and by the signal for that, or with `cannotCreate` where a signal
    /// would say something else.
    static func endUnread() -> Never {
        if !hasEffects.load(ordering: .relaxed), !isToldToIgnore.load(ordering: .relaxed) {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        _exit(ExitStatus.cannotCreate.rawValue)
    }

    /// Prints a result around the console. What a command found counts more than that nobody could read it, and it goes on.
    static func noting(_ body: () throws(FileFault) -> Void) {
        do { try body() } catch { noted.withLock { $0 = error } }
    }

    private static func judge(_ status: Int32) {
        Console.flush()
        if let fault = noted.withLock({ $0 }) {
            end(status, saying: fault.isUnread ? nil : DisplayText.oneLine(fault.description, limit: 1_000))
        }
        guard let reason = lossReason else { return }
        let isRepeated = isCourtesy.load(ordering: .relaxed)
        switch reason {
        case EPIPE where isRepeated, EBADF where isRepeated: return
        case EPIPE: end(status, saying: nil)
        case EBADF: end(status, saying: "standard output is closed")
        default: end(status, saying: "standard output: \(SystemFault(code: reason).text)")
        }
    }

    private static func end(_ status: Int32, saying problem: String?) {
        if let problem {
            let failure = Failure(
                .cannotCreate, "\(problem). What was printed is lost; the ledger keeps every result.", remedy: "")
            try? FileDescriptor.write(Array((FailureText.line(failure) + "\n").utf8), to: STDERR_FILENO)
        }
        guard status == ExitStatus.success.rawValue else { return }
        if problem == nil { endUnread() }
        _exit(ExitStatus.cannotCreate.rawValue)
    }

    /// The system's number for why something was lost; nil when all arrived.
    private static var lossReason: Int32? {
        if let reason = Console.outputLoss { return reason }
        // The parser prints help and versions through the C library.
        if grupo_flush_output() != 0 { return errno }
        // Some file systems tell only now that a block could not be stored.
        return close(STDOUT_FILENO) != 0 && errno != EBADF ? errno : nil
    }
}
