import Files
import Glibc

/// Where a report's text goes.
package protocol ReportSink: AnyObject {
    /// What it is called in errors.
    var name: String { get }
    /// Where files may lie that a report is made from.
    var workFolder: String { get }
    /// Adds a text as UTF-8.
    func write(_ text: String) throws(FileFault)
    /// Adds bytes of UTF-8; a character may begin in one block and end in the next.
    func write(_ bytes: [UInt8]) throws(FileFault)
    /// Ends the report; on return it is where it belongs.
    func commit() throws(FileFault)
}

extension ReportSink {
    /// The folder for temporary files.
    package var workFolder: String { FileSystem.temporaryFolder }
}

extension AtomicFile: ReportSink {
    /// The path of the report.
    package var name: String { path }
    /// The folder of the report: there must be room for it there anyway.
    package var workFolder: String { folder }
}

extension SpoolFile {
    /// Adds everything to a report.
    package func copy(to sink: any ReportSink) throws(FileFault) {
        try forEachBlock { (block) throws(FileFault) in try sink.write(block) }
    }
}

/// Standard output as a place for a report.
package final class StandardOutput: ReportSink {
    private static let size = 1 << 16

    /// What it is called in errors.
    package let name = "standard output"
    private var buffer: [UInt8] = []

    /// Begins a report on standard output.
    package init() {}

    /// Adds a text as UTF-8.
    package func write(_ text: String) throws(FileFault) {
        buffer += text.utf8
        if buffer.count >= Self.size { try commit() }
    }

    /// Adds bytes of UTF-8.
    package func write(_ bytes: [UInt8]) throws(FileFault) {
        buffer += bytes
        if buffer.count >= Self.size { try commit() }
    }

    /// Hands on what is buffered.
    package func commit() throws(FileFault) {
        do throws(SystemFault) {
            try FileDescriptor.write(buffer, to: STDOUT_FILENO)
        } catch {
            var fault = FileFault(path: name, reason: "cannot be written: \(error.text)")
            fault.isUnread = error.code == EPIPE
            throw fault
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
