import Glibc

/// Where a report's text goes.
package protocol ReportSink: AnyObject {
    /// Adds a text as UTF-8.
    func write(_ text: String) throws(FileFault)
    /// Ends the report; on return it is where it belongs.
    func commit() throws(FileFault)
}

extension AtomicFile: ReportSink {}

/// Standard output as a place for a report.
package final class StandardOutput: ReportSink {
    private var buffer: [UInt8] = []

    /// Begins a report on standard output.
    package init() {}

    /// Adds a text as UTF-8.
    package func write(_ text: String) throws(FileFault) {
        buffer += text.utf8
        if buffer.count >= 1 << 16 { try commit() }
    }

    /// Hands on what is buffered.
    package func commit() throws(FileFault) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileFault(path: "standard output", reason: "cannot be written") }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
