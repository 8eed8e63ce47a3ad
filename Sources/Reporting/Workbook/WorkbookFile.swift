import BatchModel
import CXLSXWriter
import Files

/// An Excel workbook on its way to disk: rows leave memory as they are written, and come in order.
///
/// The only unsafe code of the target: libxlsxwriter's objects live in this one, and what it is given it copies. Not `Sendable`: use it
/// from one task. Its files have no name, mode 0600, and lie in the folder it is given; nothing of them stays when it is dropped.
@safe final class WorkbookFile {
    /// How a cell looks.
    enum Look: Hashable {
        case heading
        case instant
        case number
        case share
        case title
        case outcome(Outcome)
    }

    /// One cell of a row.
    enum Cell {
        case empty
        case number(Double, Look? = nil)
        case text(String, Look? = nil)
        case flag(Bool)
    }

    /// The most bytes of a text: Excel takes 32,767 characters.
    private static let textLimit = 32_000

    private let file: SpoolFile
    /// What the workbook is called in errors.
    fileprivate let name: String
    private let book: UnsafeMutablePointer<lxw_workbook>
    private var looks: [Look: UnsafeMutablePointer<lxw_format>] = unsafe [:]
    private var isOpen = true

    /// Begins a workbook that goes to a sink; its temporary files lie where the sink says.
    init(for sink: any ReportSink) throws(FileFault) {
        let (name, folder) = (sink.name, sink.workFolder)
        let file: SpoolFile
        do {
            file = try SpoolFile(in: folder)
        } catch {
            throw FileFault(path: name, reason: "cannot be made: the folder \(error.path) \(error.reason)")
        }
        let path = file.path
        (self.file, self.name) = (file, name)
        let begun = unsafe folder.withCString { folder in
            var options = unsafe lxw_workbook_options()
            unsafe options.constant_memory = 1
            unsafe options.tmpdir = unsafe UnsafeMutablePointer(mutating: folder)
            return unsafe workbook_new_opt(path, &options)
        }
        guard let book = unsafe begun else {
            throw FileFault(path: name, reason: "cannot be made: out of memory")
        }
        unsafe self.book = unsafe book
    }

    deinit { if isOpen { unsafe lxw_workbook_free(book) } }

    /// The version of libxlsxwriter in use.
    static var libraryVersion: String { unsafe String(cString: lxw_version()) }

    /// Adds a sheet with a header that stays in sight, and the widths of its columns in characters.
    func addSheet(_ name: String, widths: [Double]) throws(FileFault) -> WorkbookSheet {
        guard let sheet = unsafe workbook_add_worksheet(book, name) else {
            throw FileFault(path: self.name, reason: "takes no sheet “\(name)”")
        }
        for (column, width) in widths.enumerated() {
            unsafe worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil)
        }
        return unsafe WorkbookSheet(sheet, of: self)
    }

    /// Says in the file's properties what it is.
    func describe(_ title: String, comments: String) {
        unsafe title.withCString { title in
            unsafe comments.withCString { comments in
                var properties = unsafe lxw_doc_properties()
                unsafe properties.title = unsafe UnsafeMutablePointer(mutating: title)
                unsafe properties.comments = unsafe UnsafeMutablePointer(mutating: comments)
                unsafe workbook_set_properties(book, &properties)
            }
        }
    }

    /// Adds a chart of bars, one for each name, to a sheet of this workbook.
    func addBars(
        to sheet: WorkbookSheet, at row: Int, column: Int, names: String, counts: String, colours: [UInt32]
    ) {
        guard let chart = unsafe workbook_add_chart(book, UInt8(LXW_CHART_BAR.rawValue)),
            let series = unsafe chart_add_series(chart, names, counts)
        else { return }
        unsafe chart_title_set_name(chart, "Rows by outcome")
        unsafe chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        unsafe chart_axis_set_reverse(chart.pointee.y_axis)
        unsafe grupo_colour_bars(series, colours, colours.count)
        unsafe worksheet_insert_chart(sheet.sheet, lxw_row_t(row), lxw_col_t(column), chart)
    }

    /// Puts the workbook together; nothing can be added to it any more.
    func close() throws(FileFault) {
        isOpen = false
        let error = unsafe workbook_close(book)
        guard error == LXW_NO_ERROR else {
            throw FileFault(
                path: name,
                reason:
                    "cannot be put together: \(unsafe String(cString: lxw_strerror(error))) Is there room on the disk?")
        }
    }

    /// Hands the closed workbook on, once so many rows were found on each of its first sheets.
    func copy(to sink: any ReportSink, rows: [Int]) throws(FileFault) {
        try WorkbookProof.check(file.file, named: name, rows: rows)
        try file.copy(to: sink)
    }

    /// What libxlsxwriter knows of a look.
    fileprivate func format(_ look: Look) -> UnsafeMutablePointer<lxw_format>? {
        if let known = unsafe looks[look] { return unsafe known }
        guard let format = unsafe workbook_add_format(book) else { return nil }
        switch look {
        case .heading:
            unsafe format_set_bold(format)
            unsafe format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
        case .title:
            unsafe format_set_bold(format)
            unsafe format_set_font_size(format, 14)
        case .instant: unsafe format_set_num_format(format, "yyyy-mm-dd hh:mm:ss.000")
        case .number: unsafe format_set_num_format(format, "#,##0")
        case .share: unsafe format_set_num_format(format, "0.0%")
        case .outcome(let outcome): unsafe format_set_bg_color(format, lxw_color_t(outcome.colour))
        }
        unsafe looks[look] = unsafe format
        return unsafe format
    }

    /// A text that every reader of the format takes for just that: without control characters and, for `_x0041_` would be read as A,
    /// with its underscore written as one.
    fileprivate static func safe(_ text: String) -> String {
        let cut = text.utf8.count > textLimit ? text.prefix(utf8Count: textLimit) + "…" : text
        let shown = DisplayText.withoutControls(String(cut))
        // The expression costs more than all else that is done for a cell.
        return mayHoldCode(shown) ? shown.replacing(/_(?=x[0-9A-Fa-f]{4}_)/, with: "_x005F_") : shown
    }

    private static func mayHoldCode(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "x"), last == UInt8(ascii: "_") { return true }
            last = byte
        }
        return false
    }
}

/// A sheet of a workbook, written from the top down.
@safe struct WorkbookSheet {
    fileprivate let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let file: WorkbookFile

    fileprivate init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, of file: WorkbookFile) {
        unsafe self.sheet = unsafe sheet
        self.file = file
    }

    /// Writes a row; one above the last one is lost.
    func write(_ cells: [WorkbookFile.Cell], row: Int) throws(FileFault) {
        for (column, cell) in cells.enumerated() {
            let (row, column) = (lxw_row_t(row), lxw_col_t(column))
            let error =
                switch cell {
                case .empty: LXW_NO_ERROR
                case .number(let number, let look):
                    unsafe worksheet_write_number(sheet, row, column, number, look.flatMap { unsafe file.format($0) })
                case .text(let text, let look):
                    unsafe worksheet_write_string(
                        sheet, row, column, WorkbookFile.safe(text), look.flatMap { unsafe file.format($0) })
                case .flag(let flag): unsafe worksheet_write_boolean(sheet, row, column, flag ? 1 : 0, nil)
                }
            guard error == LXW_NO_ERROR else {
                throw FileFault(
                    path: file.name,
                    reason: "takes no such cell: \(unsafe String(cString: lxw_strerror(error)))")
            }
        }
    }

    /// Offers two words to choose from in the cells of a column, of which nothing but these is taken.
    func offer(_ one: String, _ other: String, column: Int, rows: ClosedRange<Int>) {
        unsafe grupo_offer_words(
            sheet, lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound), lxw_col_t(column), one, other)
    }

    /// Keeps the first row in sight, and lets the rows below it be filtered.
    func finishTable(rows: Int, columns: Int) {
        unsafe worksheet_freeze_panes(sheet, 1, 0)
        unsafe worksheet_autofilter(sheet, 0, 0, lxw_row_t(rows), lxw_col_t(columns - 1))
    }
}

extension Outcome {
    /// A light colour of the cell of an outcome, as 0xRRGGBB. They differ in hue and in lightness, so that people who see
    /// red and green alike tell them apart; the word stands in the cell all the same.
    var colour: UInt32 {
        switch self {
        case .sent: 0xCFE8F7
        case .rejected: 0xF4B183
        case .notSent: 0xFBE28A
        case .unknown: 0xE1BFE3
        case .invalid: 0xC8C8C8
        case .excluded: 0xEDEDED
        case .pending: 0xFFFFFF
        }
    }
}
