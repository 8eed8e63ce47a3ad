import Foundation

/// A directory for one test; it and all in it go away with the last reference.
public final class TemporaryDirectory: Sendable {
    /// The directory's absolute path, links resolved, without a slash at its end.
    public let path: String

    /// Makes an empty directory that only its owner may enter.
    public init() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        let directory = base.appendingPathComponent("grupo-batch-test-" + UUID().uuidString)
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        path = directory.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in the directory, which need not exist.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file into the directory and returns its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// Writes a text into the directory and returns the file's path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    /// The bytes of a file in the directory.
    public func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file(name)))) }
}
