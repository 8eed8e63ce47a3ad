/// A nameless file that holds what must be written after something that is not known yet; gone with the process.
final class SpoolFile {
    private static let size = 1 << 16

    private let file: OpenFile
    private var buffer: [UInt8] = []

    /// Opens it in the folder for temporary files.
    init() throws(FileFault) {
        let folder = SystemCalls.temporaryFolder
        guard let file = OpenFile.nameless(in: folder) else {
            throw FileFault(path: folder, reason: "takes no temporary file: \(SystemCalls.lastError)")
        }
        self.file = file
    }

    /// Adds a text as UTF-8.
    func write(_ text: String) throws(FileFault) {
        buffer += text.utf8
        if buffer.count >= Self.size { try flush() }
    }

    /// Adds everything to a report, whole lines at a time, so that no character is cut.
    func copy(to sink: any ReportSink) throws(FileFault) {
        try flush()
        guard file.rewind() else { throw fault("read") }
        var rest: [UInt8] = []
        while true {
            guard let part = file.read(Self.size) else { throw fault("read") }
            if part.isEmpty { break }
            rest += part
            guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            try sink.write(String(decoding: rest[...end], as: UTF8.self))
            rest.removeSubrange(...end)
        }
        try sink.write(String(decoding: rest, as: UTF8.self))
    }

    private func flush() throws(FileFault) {
        guard file.write(buffer) else { throw fault("written") }
        buffer.removeAll(keepingCapacity: true)
    }

    private func fault(_ what: String) -> FileFault {
        FileFault(path: "temporary file", reason: "cannot be \(what): \(SystemCalls.lastError)")
    }
}
