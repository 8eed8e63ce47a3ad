import BatchModel
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
    private let descriptor: Int32
    private let state = Mutex(State())

    /// Opens the file, or makes it.
    ///
    /// - Throws: `Failure` with status 73.
    init(path: String) throws {
        self.path = DisplayText.oneLine(path, limit: 1_000)
        do throws(SystemCalls.LogRefusal) {
            descriptor = try SystemCalls.openLog(path, beginningWith: Self.start)
        } catch {
            throw Failure(.cannotCreate, "--log-file: \(self.path) \(Self.explain(error))")
        }
    }

    deinit { close(descriptor) }

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
            if SystemCalls.write(bytes, to: descriptor) {
                state.lost = 0
            } else {
                state.lost += state.count
                if !state.hasComplained {
                    Console.err(
                        "Warning: the log \(path) cannot be written: \(SystemCalls.lastError). The run goes on.")
                }
                state.hasComplained = true
            }
            state.lines.removeAll(keepingCapacity: true)
            state.count = 0
        }
    }

    private static func explain(_ refusal: SystemCalls.LogRefusal) -> String {
        switch refusal {
        case .notAFile: "is a link or not a regular file; logs are never written through one. Give another path."
        case .notOurs: "belongs to somebody else, or has a second name; give another path."
        case .notALog: "holds something else than a log of this program; give another path."
        case .system(let reason): "cannot be written: \(reason). Give a path in a writable folder."
        }
    }
}
