import BatchModel

/// A file of records that is no manifest, such as a results report: values are read by the names of their columns or keys, and
/// nothing of them is checked.
///
/// A table with a header line, one JSON object a line, or a JSON object that has the records as a list under one of its keys, and where
/// they are asked for the first sheet of a workbook that can be seen. Which it is shows in the file itself, whatever its name; so do
/// delimiter and encoding.
package struct RecordFile: Sendable {
    private static let recordLimit = 1 << 24

    private enum Form: Sendable { case table, lines, list, sheet(WorkbookFile) }

    private let file: ManifestFile
    private let form: Form
    private let layout: TextLayout
    private let listKey: String

    /// Opens a file. Throws a `ManifestFault` of kind `.unreadable` or `.invalid`.
    ///
    /// `isSaved`: the table may have come back from a spreadsheet program, and text that is no UTF-8 is read in the likeliest
    /// encoding: only for tables of which nothing but ASCII decides. `takesWorkbooks`: a workbook is read too, by its first sheet.
    package init(
        path: String, listKey: String, isSaved: Bool = false, takesWorkbooks: Bool = false
    ) throws(ManifestFault) {
        self.listKey = listKey
        let file = try ManifestFile(path: path, displayName: path)
        self.file = file
        if takesWorkbooks, let format = try FileKind.detect(file, hasEncoding: false)?.workbook {
            form = .sheet(try WorkbookFile(file, format, maxRowSize: Self.recordLimit))
            layout = .ofSheet
            return
        }
        let options = ReadingOptions(encoding: isSaved ? EncodingGuess.encoding(of: file) : nil)
        let layout = try TextLayout.detect(file, format: .json, options: options)
        let form = Self.form(of: file, layout, listKey)
        self.form = form
        let isTable = if case .table = form { true } else { false }
        self.layout = isTable ? try TextLayout.detect(file, format: .csv, options: options) : layout
    }

    private static func form(of file: ManifestFile, _ layout: TextLayout, _ listKey: String) -> Form {
        var input = JSONInput(TextSource(file, layout: layout))
        guard (try? input.skipBlanks()) == UInt8(ascii: "{") else { return .table }
        let list = RecordListReader(file, layout: layout, listKey: listKey, recordLimit: recordLimit)
        return (try? list.findList()) == true ? .list : .lines
    }

    /// The file as it was named.
    package var path: String { file.displayName }

    /// Whether it is a table, whose values are cells.
    package var isTable: Bool {
        switch form {
        case .table, .sheet: true
        case .lines, .list: false
        }
    }

    /// Whether it is a sheet of a workbook, whose texts are as they are.
    package var isSheet: Bool { if case .sheet = form { true } else { false } }

    /// Starts a pass over the records. Independent of every other pass.
    package func records(_ names: [String]) -> Records {
        var options = ReadingOptions()
        options.maxRowSize = Self.recordLimit
        switch form {
        case .table:
            return Records(CSVReader(file, layout: layout, options: options, hasher: nil), names, hasHeader: true)
        case .lines:
            return Records(
                JSONReader(file, format: .jsonl, layout: layout, options: options, hasher: nil), names, hasHeader: false
            )
        case .list:
            let reader = RecordListReader(file, layout: layout, listKey: listKey, recordLimit: Self.recordLimit)
            return Records(reader, names, hasHeader: false)
        case .sheet(let workbook):
            // A row that somebody filtered out is still a record, and a cell is what it holds.
            options.hiddenRows = .send
            options.cellValues = .stored
            return Records(workbook.reader(options) { name, _ in names.contains(name) }, names, hasHeader: true)
        }
    }
}
