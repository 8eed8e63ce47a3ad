import BatchModel

/// Writes a results report row by row; memory does not grow with rows.
package protocol ReportWriter {
    /// Adds a row. Rows come in manifest order.
    mutating func add(_ entry: ReportEntry) throws(FileFault)
    /// Ends the report and puts it in place.
    mutating func finish() throws(FileFault)
}
