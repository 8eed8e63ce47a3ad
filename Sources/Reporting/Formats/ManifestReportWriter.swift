import BatchModel

/// Writes rows as a manifest that can be corrected and sent: their original cells, then what went wrong.
///
/// The user's cells are written as they are, also those that a spreadsheet could read as a formula: a changed cell would
/// be sent changed. The columns that are added have the guard of the CSV report; those that an earlier manifest of this
/// kind added are replaced.
package struct ManifestReportWriter: ReportWriter {
    /// The columns added to the manifest's own.
    package static let addedColumns = ["error_key", "error_message", "outcome"]

    private let sink: any ReportSink
    private let withByteOrderMark: Bool
    private var columns: [String]?
    private var firstRow = 0

    /// Begins a manifest.
    package init(to sink: any ReportSink, withByteOrderMark: Bool = false) {
        self.sink = sink
        self.withByteOrderMark = withByteOrderMark
    }

    /// Adds a row.
    ///
    /// - Throws: `FileFault` when the row has other columns than the first one, as JSON allows.
    package mutating func add(_ entry: ReportEntry, cells: @autoclosure () -> ManifestCells) throws(FileFault) {
        let cells = ManifestReportWriter.original(cells())
        let names = cells.map(\.column)
        if columns == nil {
            columns = names
            firstRow = entry.row
            try sink.write((withByteOrderMark ? "\u{FEFF}" : "") + Self.head(names))
        }
        guard names == columns else {
            throw FileFault(
                path: "row \(entry.row)",
                reason: "has other columns than row \(firstRow), which CSV cannot hold; use --format manifest-jsonl")
        }
        let errors = [entry.errorKey ?? "", entry.errorMessage ?? "", entry.outcome.rawValue]
        let quoted = cells.map { CSVText.quoted($0.value) } + errors.map(CSVReportWriter.cell)
        try sink.write(quoted.joined(separator: ",") + "\r\n")
    }

    /// Puts the manifest in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        if columns == nil { try sink.write(Self.head([])) }
        try sink.commit()
    }

    /// The cells that the user wrote.
    static func original(_ cells: ManifestCells) -> ManifestCells {
        cells.filter { cell in !addedColumns.contains(cell.column.lowercased()) }
    }

    private static func head(_ names: [String]) -> String {
        (names + addedColumns).map(CSVText.quoted).joined(separator: ",") + "\r\n"
    }
}
