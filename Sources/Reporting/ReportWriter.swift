import BatchModel

/// Writes a results report row by row; memory does not grow with rows.
package protocol ReportWriter {
    /// Adds a row. Rows come in manifest order.
    ///
    /// - Parameter cells: the row's cells as the manifest has them; only asked for by formats that show them.
    mutating func add(_ entry: ReportEntry, cells: @autoclosure () -> ManifestCells) throws(FileFault)
    /// Ends the report and puts it in place.
    ///
    /// - Parameter statistics: of all rows, those included that a filter kept from this writer.
    /// - Throws: `FileFault` also when the statistics are not those of the rows; then nothing is put in place.
    mutating func finish(_ statistics: ReportStatistics) throws(FileFault)
}

/// A row's cells in the manifest's order, with the names of their columns.
package typealias ManifestCells = [(column: String, value: String)]

extension ReportWriter {
    /// Adds a row to a format that shows no cells of the manifest.
    package mutating func add(_ entry: ReportEntry) throws(FileFault) { try add(entry, cells: []) }

    /// Ends a report of a format that needs no statistics, such as CSV.
    package mutating func finish() throws(FileFault) { try finish(ReportStatistics()) }
}
