import Foundation

/// A file with one line of JSON for each accepted message, only ever added to.
///
/// Not `Sendable`: the desk that owns it writes one line at a time.
struct SandboxLog {
    private let file: FileHandle
    private let synchronizes: Bool
    private let encoder = JSONEncoder()

    /// Opens the file, making it readable by its owner alone if it is new.
    init(path: String, synchronizes: Bool) throws(SandboxFault) {
        let files = FileManager.default
        if !files.fileExists(atPath: path) {
            _ = files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let file = FileHandle(forWritingAtPath: path), (try? file.seekToEnd()) != nil else {
            throw .cannotOpenLog(path: path, reason: "it cannot be opened for writing")
        }
        self.file = file
        self.synchronizes = synchronizes
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Adds a line; on return it is on the disk if the log was opened so.
    func append(_ message: ReceivedMessage) throws {
        var line = try encoder.encode(message)
        line.append(UInt8(ascii: "\n"))
        try file.write(contentsOf: line)
        if synchronizes { try file.synchronize() }
    }
}
