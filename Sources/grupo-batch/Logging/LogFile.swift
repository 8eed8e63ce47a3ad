import BatchModel
import Files
import Glibc
import Synchronization

/// The file of `--log-file`: lines are added to its end, in groups.
///
/// A disk that takes no more never ends a run: it is said once, and how many lines are missing stands in the log when it takes
/// lines again.
final class LogFile: Sendable {
    /// How every line begins; a file that begins otherwise is no log of ours.
    static let start = #"{"time":""#

    private struct State {
        var lines: [UInt8] = []
        var count = 0
        var lost = 0
        var hasComplained = false
    }

    private let path: String
    private let file: FileDescriptor
    private let state = Mutex(State())

    /// Opens the file, or makes it.
    ///
    /// - Throws: `Failure` with status 73.
    init(path: String) throws {
        self.path = DisplayText.oneLine(path, limit: 1_000)
        let problem: String?
        do throws(SystemFault) {
            file = try .appending(path)
            problem = try Self.problem(of: file)
            if problem == nil { try file.makePrivate() }
        } catch {
            throw Failure(.cannotCreate, "--log-file: \(self.path) \(Self.explain(error))")
        }
        if let problem { throw Failure(.cannotCreate, "--log-file: \(self.path) \(problem)") }
    }

    /// Adds a line to the next group.
    func add(_ line: String) {
        state.withLock { state in
            state.lines += line.utf8
            state.lines.append(UInt8(ascii: "\n"))
            state.count += 1
        }
    }

    /// Writes the group.
    func commit() {
        state.withLock { state in
            guard state.count > 0 else { return }
            var bytes = state.lines
            // What was cut off must not spoil the next line.
            if state.lost > 0 { bytes = Array("\n\(JSONLines.gap(state.lost))\n".utf8) + bytes }
            do throws(SystemFault) {
                try file.write(bytes)
                state.lost = 0
            } catch {
                state.lost += state.count
                if !state.hasComplained {
                    Console.err("Warning: the log \(path) cannot be written: \(error.text). The run goes on.")
                }
                state.hasComplained = true
            }
            state.lines.removeAll(keepingCapacity: true)
            state.count = 0
        }
    }

    /// What a file may be refused for: it is not plainly ours, or holds something else than a log.
    private static func problem(of file: FileDescriptor) throws(SystemFault) -> String? {
        let status = try file.status()
        guard status.kind == .regular else { return notAFile }
        guard status.isOwn, status.linkCount == 1 else {
            return "belongs to somebody else, or has a second name; give another path."
        }
        let head = String(decoding: file.read(limit: start.utf8.count - 1), as: UTF8.self)
        guard status.byteCount == 0 || head == start else {
            return "holds something else than a log of this program; give another path."
        }
        return nil
    }

    private static let notAFile =
        "is a link or not a regular file; logs are never written through one. Give another path."

    private static func explain(_ fault: SystemFault) -> String {
        [ELOOP, EISDIR].contains(fault.code)
            ? notAFile : "cannot be written: \(fault.text). Give a path in a writable folder."
    }
}
