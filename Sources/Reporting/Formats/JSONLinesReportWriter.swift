import BatchModel
import Files

/// Writes the rows as JSON Lines: one object a row, nothing else.
package struct JSONLinesReportWriter: ReportWriter {
    private let sink: any ReportSink
    private var line = ""

    /// Begins a report.
    package init(to sink: any ReportSink) { self.sink = sink }

    /// Whether a file that begins with these bytes is a report of this format.
    static func recognises(_ head: [UInt8]) -> Bool {
        let start = Array(JSONRow.beginning.utf8)
        guard head.starts(with: start) else { return false }
        return head.dropFirst(start.count).drop { (0x30...0x39).contains($0) }.starts(with: Array(",\"user\":".utf8))
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        line.removeAll(keepingCapacity: true)
        JSONRow.add(entry, to: &line)
        line += "\n"
        try sink.write(line)
    }

    /// Puts the report in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) { try sink.commit() }
}
