import Foundation

/// A manifest from standard input, or a list from a pipe, kept in a file that can be read twice.
///
/// The file is in a folder only its owner can enter, and goes when the spool does.
final class ManifestSpool {
    /// Where the copy is.
    let path: String
    private let folder: ScratchFolder

    /// Copies a stream to its end; messages call it `name`.
    init(
        environment: [String: String], of stream: FileHandle = .standardInput, name: String = "Standard input"
    ) throws {
        folder = try ScratchFolder(environment: environment)
        path = "\(folder.path)/manifest"
        do {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            let output = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            while let block = try stream.read(upToCount: 1 << 16), !block.isEmpty {
                try output.write(contentsOf: block)
            }
            try output.close()
        } catch {
            throw Failure(.cannotCreate, "\(name) cannot be kept in \(folder.path): no space?")
        }
    }
}
