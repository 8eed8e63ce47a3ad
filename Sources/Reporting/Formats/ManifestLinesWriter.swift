import BatchModel

/// Writes rows as a JSON Lines manifest that can be corrected and sent: their original cells, then what went wrong.
package struct ManifestLinesWriter: ReportWriter {
    private let sink: any ReportSink
    private var line = ""

    /// Begins a manifest.
    package init(to sink: any ReportSink) { self.sink = sink }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, cells: @autoclosure () -> ManifestCells) throws(FileFault) {
        line = "{"
        for cell in ManifestReportWriter.original(cells()) { addMember(cell.column, cell.value) }
        addMember("error_key", entry.errorKey ?? "")
        addMember("error_message", entry.errorMessage ?? "")
        addMember("outcome", entry.outcome.rawValue)
        line.removeLast()
        line += "}\n"
        try sink.write(line)
    }

    /// Puts the manifest in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) { try sink.commit() }

    private mutating func addMember(_ key: String, _ value: String) {
        JSONText.add(key, to: &line)
        line += ":"
        JSONText.add(value, to: &line)
        line += ","
    }
}
