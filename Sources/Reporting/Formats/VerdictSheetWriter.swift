import BatchModel
import Files

/// Writes a table of rows whose outcome is unknown, for a person who looks them up and writes under `verdict` what they found.
package protocol VerdictTable {
    /// Adds a row.
    mutating func add(_ row: VerdictSheetWriter.Row) throws(FileFault)
    /// Puts the table in place.
    mutating func finish() throws(FileFault)
}

/// Writes the table as CSV; its cells are as safe in a spreadsheet as those of the CSV report.
package struct VerdictSheetWriter: VerdictTable {
    /// One row to look up.
    package struct Row: Sendable, Hashable {
        /// The row in the report's numbering.
        package var row: Int
        /// The row's identity.
        package var digest: RowDigest?
        /// The recipient.
        package var user: String
        /// Who the message is from.
        package var sender: String
        /// The message, to be found by; nil where the list no longer says it.
        package var message: String?
        /// When the attempt ended, in milliseconds since 1970 (UTC).
        package var finishedAtMilliseconds: Int64?

        /// Describes a row.
        package init(
            row: Int, digest: RowDigest?, user: String, sender: String, message: String?, finishedAtMilliseconds: Int64?
        ) {
            self.row = row
            self.digest = digest
            self.user = user
            self.sender = sender
            self.message = message
            self.finishedAtMilliseconds = finishedAtMilliseconds
        }
    }

    /// The sheet's columns, in order.
    package static let columns = ["row", "row_digest", "user", "sender", "first_words", "finished_at", "verdict"]

    private static let wordsShown = 80

    /// The beginning of a message, on one line.
    static func firstWords(_ message: String?) -> String? {
        message.map { DisplayText.oneLine($0, limit: wordsShown) }
    }

    private let sink: any ReportSink
    private var line = CSVLine()

    /// Begins a sheet.
    package init(to sink: any ReportSink) throws(FileFault) {
        self.sink = sink
        try sink.write(Self.columns.joined(separator: ",") + "\r\n")
    }

    /// Adds a row.
    package mutating func add(_ row: Row) throws(FileFault) {
        line.startOver()
        line.add(row.row)
        line.add(row.digest)
        line.add(cell: row.user)
        line.add(cell: row.sender)
        line.add(cell: Self.firstWords(row.message))
        line.add(instant: row.finishedAtMilliseconds)
        line.add(plain: "")
        line.end()
        try sink.write(line.bytes)
    }

    /// Puts the sheet in place.
    package func finish() throws(FileFault) { try sink.commit() }
}
