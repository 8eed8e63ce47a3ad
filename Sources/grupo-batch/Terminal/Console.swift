import Glibc
import Synchronization

/// The program's two streams. Writing never fails a run: a reader that has gone away is nobody's problem but its own.
enum Console {
    private static let lock = Mutex(())

    /// Writes a line of results.
    static func out(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// Writes a line for the person who watches.
    static func err(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Writes without a line's end.
    static func raw(_ text: String, toError: Bool) { write(text, to: toError ? STDERR_FILENO : STDOUT_FILENO) }

    /// Whether standard error is a terminal that can redraw a line.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether standard output is a terminal.
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person can be asked: standard input and standard error are terminals.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && errorIsTerminal }

    private static func write(_ text: String, to descriptor: Int32) {
        lock.withLock { _ in _ = SystemCalls.write(Array(text.utf8), to: descriptor) }
    }
}
