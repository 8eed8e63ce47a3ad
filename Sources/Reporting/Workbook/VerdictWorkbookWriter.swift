import BatchModel
import Files
import Text

/// Writes the table of rows whose outcome is unknown as an Excel workbook of one sheet.
///
/// Every text is a text, so that none can start a formula, and the cells under `verdict` offer the words that are taken.
package struct VerdictWorkbookWriter: VerdictTable {
    private static let widths: [Double] = [8, 24, 24, 16, 60, 26, 12]

    private let sink: any ReportSink
    private let book: WorkbookFile
    private let sheet: WorkbookSheet
    private let rowsPerSheet: Int
    private var row = 0

    /// Begins a table.
    package init(
        to sink: any ReportSink, rowsPerSheet: Int = WorkbookReportWriter.rowsPerSheet
    ) throws(FileFault) {
        self.sink = sink
        self.rowsPerSheet = rowsPerSheet
        book = try WorkbookFile(for: sink)
        sheet = try book.addSheet("Unknown rows", widths: Self.widths)
        try sheet.write(VerdictSheetWriter.columns.map { .text($0, .heading) }, row: 0)
    }

    /// Adds a row.
    package mutating func add(_ row: VerdictSheetWriter.Row) throws(FileFault) {
        guard self.row < rowsPerSheet else {
            throw FileFault(
                path: sink.name,
                reason:
                    "holds \(Numbers.grouped(rowsPerSheet)) rows at most, and more are unknown; name a .csv file instead"
            )
        }
        self.row += 1
        try sheet.write(
            [
                .number(Double(row.row)), Self.cell(row.digest?.text), .text(row.user), .text(row.sender),
                Self.cell(VerdictSheetWriter.firstWords(row.message)),
                Self.cell(row.finishedAtMilliseconds.map(Timestamp.iso8601)), .empty,
            ], row: self.row)
    }

    private static func cell(_ text: String?) -> WorkbookFile.Cell { text.map { .text($0) } ?? .empty }

    /// Reads the table back and puts it in place.
    package mutating func finish() throws(FileFault) {
        sheet.finishTable(rows: row, columns: VerdictSheetWriter.columns.count)
        sheet.offer(
            PersonVerdict.sent.rawValue, PersonVerdict.notSent.rawValue,
            column: VerdictSheetWriter.columns.count - 1, rows: 1...max(1, row))
        try book.close()
        try book.copy(to: sink, rows: [row + 1])
        try sink.commit()
    }
}
