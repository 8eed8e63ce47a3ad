/// The formats a results report can have.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// One line per row, safe in spreadsheets.
    case csv

    /// The format that a path's ending names; nil for an ending no format has.
    package init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }

    /// Every ending, for messages.
    package static var endings: String { allCases.map { ".\($0.rawValue)" }.joined(separator: " ") }

    /// A writer of this format.
    package func writer(to sink: any ReportSink, withByteOrderMark: Bool) throws(FileFault) -> any ReportWriter {
        switch self {
        case .csv: try CSVReportWriter(to: sink, withByteOrderMark: withByteOrderMark)
        }
    }
}
