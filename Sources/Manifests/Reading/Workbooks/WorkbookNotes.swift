import Text
import Workbooks

/// What is worth knowing about a workbook beside its rows.
struct WorkbookNotes {
    /// One sentence, and what to do.
    typealias Note = (problem: String, remedy: String)

    let hasMacros: Bool
    let isSheetChosen: Bool
    /// Hidden rows that were left out.
    var skippedRows = 0

    /// What was found when the last row was read; `used` are the columns with which something is done.
    func finish(
        _ sheet: SheetReader, _ columns: ColumnTable, used: Set<Int>, hiddenRows: HiddenRows?
    ) -> [Note] {
        var notes: [Note] = []
        if let sheets = sheet.sheets, !isSheetChosen, sheets.visible.count > 1 {
            let others = sheets.visible.filter { $0 != sheets.name }
            notes.append(
                (
                    "The workbook has \(sheets.visible.count) sheets; the first, “\(sheets.name)”, is read.",
                    "To read another, name it with \(option: .sheet): \(ColumnCheck.list(others))."
                ))
        }
        if hasMacros { notes.append(("The workbook holds macros, which are ignored.", "Nothing to do.")) }
        if skippedRows > 0 {
            let rows = skippedRows == 1 ? "1 hidden row was" : "\(Numbers.grouped(skippedRows)) hidden rows were"
            notes.append(("\(rows) skipped.", "Nothing to do, or send them with \(option: .hiddenRows) send."))
        }
        let hidden = used.filter { column in sheet.hiddenColumns.contains { $0.contains(column) } }.sorted()
        if !hidden.isEmpty {
            let names = ColumnCheck.list(hidden.map { columns.names[$0] })
            notes.append(
                (
                    hidden.count == 1
                        ? "The column \(names) is hidden in the spreadsheet; it is used like any other."
                        : "The columns \(names) are hidden in the spreadsheet; they are used like any other.",
                    "Nothing to do, or choose other columns with \(option: .map)."
                ))
        }
        return notes
    }
}
