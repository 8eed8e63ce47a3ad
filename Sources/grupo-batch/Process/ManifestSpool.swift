import Foundation
import Glibc

/// A manifest from standard input, kept in a file for the two passes.
///
/// The file is mode 0600 and goes when the spool does.
final class ManifestSpool {
    /// Where the copy is.
    let path: String

    /// Copies standard input to its end.
    init(environment: [String: String]) throws {
        let folder = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(folder)/grupo-batch-stdin-XXXXXX".utf8CString)
        let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkstemp($0) } ?? -1
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard descriptor >= 0 else {
            throw Failure(.cannotCreate, "Standard input cannot be kept in \(folder); set TMPDIR to a writable folder.")
        }
        let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            while let block = try FileHandle.standardInput.read(upToCount: 1 << 16), !block.isEmpty {
                try output.write(contentsOf: block)
            }
        } catch {
            unsafe unlink(path)
            throw Failure(.cannotCreate, "Standard input cannot be kept in \(folder): no space?")
        }
    }

    deinit { unsafe unlink(path) }
}
