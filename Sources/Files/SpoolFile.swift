/// A nameless file that holds what must be written after something that is not known yet; gone with the process.
package final class SpoolFile {
    private static let size = 1 << 16

    /// The open file.
    package let file: FileDescriptor
    private var buffer: [UInt8] = []

    /// Opens it in a folder, that for temporary files if none is given.
    package init(in folder: String = FileSystem.temporaryFolder) throws(FileFault) {
        do throws(SystemFault) {
            file = try FileDescriptor.nameless(in: folder)
        } catch {
            throw FileFault(path: folder, reason: "takes no temporary file: \(error.text)")
        }
    }

    /// A path by which a library of this process can open it as well, as long as this object lives.
    package var path: String { "/proc/self/fd/\(file.number)" }

    /// Adds a text as UTF-8.
    package func write(_ text: String) throws(FileFault) {
        buffer += text.utf8
        if buffer.count >= Self.size { try flush() }
    }

    /// Hands on everything in blocks; a character may begin in one and end in the next.
    package func forEachBlock(_ body: ([UInt8]) throws(FileFault) -> Void) throws(FileFault) {
        try flush()
        var block: [UInt8] = []
        try attempt("read") { () throws(SystemFault) in try file.rewind() }
        repeat {
            try attempt("read") { () throws(SystemFault) in block = try file.read(Self.size) }
            if !block.isEmpty { try body(block) }
        } while !block.isEmpty
    }

    private func flush() throws(FileFault) {
        try attempt("written") { () throws(SystemFault) in try file.write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func attempt(_ what: String, _ body: () throws(SystemFault) -> Void) throws(FileFault) {
        do throws(SystemFault) {
            try body()
        } catch {
            throw FileFault(path: "temporary file", reason: "cannot be \(what): \(error.text)")
        }
    }
}
