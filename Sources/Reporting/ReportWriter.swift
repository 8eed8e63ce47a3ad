import BatchModel
import Files

/// Writes a results report row by row; memory does not grow with rows.
package protocol ReportWriter {
    /// Adds a row. Rows come in manifest order.
    ///
    /// - Parameter original: the row as the manifest has it; only asked for by formats that are sent again.
    mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault)
    /// Ends the report and puts it in place.
    ///
    /// - Parameter statistics: of all rows, those included that a filter kept from this writer.
    /// - Throws: `FileFault` also when the statistics are not those of the rows; then nothing is put in place.
    mutating func finish(_ statistics: ReportStatistics) throws(FileFault)
}

extension ReportWriter {
    /// Adds a row to a format that does not show it as the manifest has it.
    package mutating func add(_ entry: ReportEntry) throws(FileFault) {
        try add(entry, original: OriginalRow(.cells([])))
    }

    /// Ends a report of a format that needs no statistics, such as CSV.
    package mutating func finish() throws(FileFault) { try finish(ReportStatistics()) }
}
