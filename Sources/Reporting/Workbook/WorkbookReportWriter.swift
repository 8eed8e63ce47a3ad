import BatchModel
import Files
import Text

/// Writes the results report as an Excel workbook: all rows, then a summary with a chart.
///
/// Numbers, truth values and times are cells of their kind, and every text is a text: none can start a formula. A sheet holds
/// 1,048,576 rows; what is beyond stands on the next one, which the summary says.
package struct WorkbookReportWriter: ReportWriter {
    /// The columns, in order: those of the CSV report but the last.
    package static let columns = Array(CSVReportWriter.columns.dropLast())
    /// What the file's properties say of it.
    static let mark = "grupo-batch results report 1"
    /// How many rows stand below the header of a sheet.
    package static let rowsPerSheet = 1_048_575

    private static let widths: [Double] = [8, 24, 16, 9, 24, 40, 10, 11, 9, 24, 11, 16]
    private static let millisecondsPerDay = 86_400_000.0
    /// 1 January 1970 as Excel counts days.
    private static let unixDay = 25_569.0

    private let sink: any ReportSink
    private let context: ReportContext
    private let rowsPerSheet: Int
    private let book: WorkbookFile
    private var sheet: WorkbookSheet
    private var sheetNames: [String]
    private var row = 0
    private var written = WrittenRows()

    /// Begins a report.
    package init(
        to sink: any ReportSink, context: ReportContext, rowsPerSheet: Int = Self.rowsPerSheet
    ) throws(FileFault) {
        self.sink = sink
        self.context = context
        self.rowsPerSheet = rowsPerSheet
        book = try WorkbookFile(for: sink)
        sheetNames = ["Rows"]
        sheet = try Self.begin(book, "Rows")
    }

    private static func begin(_ book: WorkbookFile, _ name: String) throws(FileFault) -> WorkbookSheet {
        let sheet = try book.addSheet(name, widths: widths)
        try sheet.write(columns.map { .text($0, .heading) }, row: 0)
        return sheet
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        written.count(entry)
        if row == rowsPerSheet {
            sheet.finishTable(rows: row, columns: Self.columns.count)
            sheetNames.append("Rows \(sheetNames.count + 1)")
            sheet = try Self.begin(book, sheetNames[sheetNames.count - 1])
            row = 0
        }
        row += 1
        let trace = entry.trace
        try sheet.write(
            [
                .number(Double(entry.row)), .text(entry.user), .text(entry.sender),
                entry.outcome.success.map { .flag($0) } ?? .empty, Self.cell(trace.errorKey),
                Self.cell(trace.errorMessage), .text(entry.outcome.rawValue, .outcome(entry.outcome)),
                Self.cell(trace.httpStatus), Self.cell(trace.attempts),
                trace.finishedAtMilliseconds.map {
                    .number(Double($0) / Self.millisecondsPerDay + Self.unixDay, .instant)
                } ?? .empty,
                Self.cell(trace.durationMilliseconds), Self.cell(entry.id),
            ], row: row)
    }

    private static func cell(_ text: String?) -> WorkbookFile.Cell { text.map { .text($0) } ?? .empty }

    private static func cell(_ number: Int?) -> WorkbookFile.Cell { number.map { .number(Double($0)) } ?? .empty }

    /// Writes the summary and puts the report in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        try written.check(statistics, context.filter)
        sheet.finishTable(rows: row, columns: Self.columns.count)
        try WorkbookSummary(
            context: context, statistics: statistics, listed: written.tally.total, sheets: sheetNames,
            rowsPerSheet: rowsPerSheet
        )
        .write(to: book)
        book.describe("Results of \(context.manifest)", comments: Self.mark)
        try book.close()
        let full = Array(repeating: rowsPerSheet + 1, count: sheetNames.count - 1)
        try book.copy(to: sink, rows: full + [row + 1])
        try sink.commit()
    }
}
