/// A nameless file that holds what must be written after something that is not known yet; gone with the process.
package final class SpoolFile {
    private static let size = 1 << 16

    private let file: OpenFile
    private var buffer: [UInt8] = []

    /// Opens it in the folder for temporary files.
    package init() throws(FileFault) {
        let folder = SystemCalls.temporaryFolder
        guard let file = OpenFile.nameless(in: folder) else {
            throw FileFault(path: folder, reason: "takes no temporary file: \(SystemCalls.lastError)")
        }
        self.file = file
    }

    /// Adds a text as UTF-8.
    package func write(_ text: String) throws(FileFault) {
        buffer += text.utf8
        if buffer.count >= Self.size { try flush() }
    }

    /// Adds everything to a report.
    package func copy(to sink: any ReportSink) throws(FileFault) {
        try flush()
        guard file.rewind() else { throw fault("read") }
        while true {
            guard let block = file.read(Self.size) else { throw fault("read") }
            if block.isEmpty { return }
            try sink.write(block)
        }
    }

    private func flush() throws(FileFault) {
        guard file.write(buffer) else { throw fault("written") }
        buffer.removeAll(keepingCapacity: true)
    }

    private func fault(_ what: String) -> FileFault {
        FileFault(path: "temporary file", reason: "cannot be \(what): \(SystemCalls.lastError)")
    }
}
