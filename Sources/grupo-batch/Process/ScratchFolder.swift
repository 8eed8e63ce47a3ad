import Foundation
import Glibc

/// A folder for what must not outlive a run: mode 0700, gone with the last reference.
final class ScratchFolder {
    /// Where it is.
    let path: String

    /// Makes the folder below `TMPDIR`, or `/tmp`.
    init(environment: [String: String]) throws {
        let parent = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/grupo-batch-XXXXXX".utf8CString)
        let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard isMade else {
            throw Failure(.cannotCreate, "No folder can be made in \(parent); set TMPDIR to a writable folder.")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
