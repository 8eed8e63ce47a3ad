import Files
import Foundation
import Synchronization

/// A folder for what must not outlive a run: mode 0700, gone with the last reference.
final class ScratchFolder {
    /// Where it is.
    let path: String

    /// Makes the folder below `TMPDIR`, or `/tmp`.
    init(environment: [String: String]) throws {
        let parent = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        guard let path = try? FileSystem.makeNewDirectory(in: parent) else {
            throw Failure(.cannotCreate, "No folder can be made in \(parent); set TMPDIR to a writable folder.")
        }
        self.path = path
        Self.existing.withLock { _ = $0.insert(path) }
    }

    deinit { Self.remove(path) }

    /// Removes every folder that still exists: for an end of the program that no `deinit` survives.
    static func removeAll() { existing.withLock { $0 }.forEach(remove) }

    private static let existing = Mutex<Set<String>>([])

    private static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
        existing.withLock { _ = $0.remove(path) }
    }
}
