import Foundation

/// A manifest from standard input, kept in a file for the two passes.
///
/// The file is in a folder only its owner can enter, and goes when the spool does.
final class ManifestSpool {
    /// Where the copy is.
    let path: String
    private let folder: ScratchFolder

    /// Copies standard input to its end.
    init(environment: [String: String]) throws {
        folder = try ScratchFolder(environment: environment)
        path = "\(folder.path)/manifest"
        do {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            let output = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            while let block = try FileHandle.standardInput.read(upToCount: 1 << 16), !block.isEmpty {
                try output.write(contentsOf: block)
            }
            try output.close()
        } catch {
            throw Failure(.cannotCreate, "Standard input cannot be kept in \(folder.path): no space?")
        }
    }
}
