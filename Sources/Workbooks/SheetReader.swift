/// Reads the rows of a sheet from its first to its last.
///
/// Not `Sendable`: one task reads it.
package final class SheetReader {
    /// The sheets of a workbook.
    package struct Sheets: Sendable, Hashable {
        /// The names of all sheets of cells, in their order.
        package var all: [String]
        /// Those that can be seen.
        package var visible: [String]
        /// The one that is read.
        package var name: String
    }

    private let stream: XMLStream
    private let handler: SheetHandler
    private let known: Sheets?
    private var isFinished = false
    private var fault: (any Error)?

    init(_ stream: XMLStream, _ handler: SheetHandler, sheets: Sheets?) {
        (self.stream, self.handler, known) = (stream, handler, sheets)
    }

    /// The sheets of the workbook; of an OpenDocument one all of them only after the last row.
    package var sheets: Sheets? { known ?? (handler as? DocumentHandler)?.sheets }

    /// Columns that are hidden, counted from 0, as far as they are known.
    package var hiddenColumns: [ClosedRange<Int>] { handler.hiddenColumns }

    /// How much of the sheet was read, from 0 to 1.
    package var share: Double { stream.share }

    /// Merged cells met since this was asked last; some stand behind all rows.
    package func takeMerges() -> [CellRange] {
        defer { handler.merges.removeAll() }
        return handler.merges
    }

    /// Replaces the rows by the next ones, as many as stand in a block of the file and none if need be; false behind the last.
    ///
    /// Throws a `WorkbookFault`, or what the source throws, after all rows before it were returned.
    package func read(into rows: inout SheetRows) throws -> Bool {
        rows.removeAll()
        if let fault { throw fault }
        if isFinished { return false }
        do {
            isFinished = try !stream.step()
            if isFinished { try (handler as? DocumentHandler)?.requireSheet() }
        } catch {
            fault = error
        }
        swap(&rows, &handler.rows)
        rows.moveOpenRow(to: &handler.rows)
        return true
    }
}
