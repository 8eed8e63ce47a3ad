import Files
import Glibc
import Synchronization

/// The program's two streams. Writing never throws and never holds up a run: what standard output did not take shows in the exit
/// code.
enum Console {
    /// Writes a line of results.
    static func out(_ text: String) { writers.out.write(text + "\n", to: STDOUT_FILENO, .essential) }

    /// Writes a line for the person who watches.
    static func err(_ text: String) { writers.err.write(text + "\n", to: STDERR_FILENO, .essential) }

    /// Writes a line that may be left out when it is not read as fast as such lines come.
    static func note(_ text: String) { writers.err.write(text + "\n", to: STDERR_FILENO, .expendable) }

    /// Asks something: on return the question, which stays on its line, can be read.
    static func ask(_ text: String) {
        writers.err.write(text, to: STDERR_FILENO, .essential)
        flush()
    }

    /// Sets the lines that stay at the bottom of the terminal behind standard error; each must fit its width.
    static func show(_ block: [String]) { writers.err.show(block) }

    /// Returns when all that can be written is written. The program does so when it ends.
    static func flush() {
        writers.err.flush(noting: STDERR_FILENO)
        writers.out.flush()
    }

    /// The system's number for why standard output did not take all that was written; nil when it did so far.
    static var outputLoss: Int32? { writers.out.loss(on: STDOUT_FILENO) }

    /// Whether standard error is a terminal.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether standard output is a terminal.
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person can be asked: standard input and standard error are terminals.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && errorIsTerminal }

    private struct Writers {
        let out: OutputWriter
        let err: OutputWriter
    }

    /// Whether two descriptors stand for one file, pipe or terminal.
    private static func isOneFile(_ one: Int32, _ other: Int32) -> Bool {
        guard let first = try? FileStatus(of: one), let second = try? FileStatus(of: other) else { return false }
        return first.isSameFile(as: second)
    }

    private static let writers: Writers = {
        let err = OutputWriter("standard error", blockDescriptor: STDERR_FILENO)
        // Lines to one file keep their order only if one thread writes them.
        let isShared = isOneFile(STDOUT_FILENO, STDERR_FILENO)
        let out = isShared ? err : OutputWriter("standard output", blockDescriptor: STDERR_FILENO)
        atexit { Console.flush() }
        return Writers(out: out, err: err)
    }()
}
