import BatchModel
import Files
import Workbooks

/// Reads suppression lists: one name a line, or any table or JSON whose columns name users, with the manifest's own reader.
package struct ListReader {
    private let options: ReadingOptions
    private let reportText: (String) -> String

    /// - Parameters:
    ///   - options: how the manifest is read: a list is read by what it shows itself, and by these where that does not fit.
    ///   - reportText: the text that a cell of our CSV report stands for.
    package init(_ options: ReadingOptions, reportText: @escaping (String) -> String) {
        self.options = options
        self.reportText = reportText
    }

    /// Whether the path is a pipe or a device, which can be read only once: hand over a copy.
    package static func isStream(_ path: String) -> Bool {
        guard let status = try? FileStatus(at: path) else { return false }
        return status.kind == .pipe || status.kind == .device
    }

    /// Adds the list at a path, which messages call `name`. A list that names nobody is no fault.
    ///
    /// On a fault `users` is worth nothing.
    package func read(_ path: String, name: String, into users: inout SuppressedUsers) throws(ListFault) {
        if (try? FileStatus(at: path))?.kind == .directory {
            var fault = ListFault(SourceLocation(file: name), "The list is a folder.", "Name the file in it.")
            fault.isUnreadable = true
            throw fault
        }
        do {
            let file = try ManifestFile(path: path, displayName: name)
            guard file.status.byteCount > 0 else { return users.begin(name, .plain) }
            let before = users
            do {
                try decode(file, encoding: nil, into: &users)
            } catch let fault as ManifestFault where fault.code == .undecodable && options.encoding != nil {
                users = before
                do {
                    try decode(file, encoding: options.encoding, into: &users)
                } catch let fault as ListFault {
                    throw ListMisreading(file, options.encoding).fault(fault)
                }
            }
        } catch let fault as ListFault {
            throw fault
        } catch let fault as ManifestFault {
            throw ListFault(fault)
        } catch {
            throw ListFault(SourceLocation(file: name), "The list cannot be read: \(error).", "Check the file.")
        }
    }

    /// Reads the list; bytes that are no text are a `ManifestFault`, wherever they were met.
    private func decode(_ file: ManifestFile, encoding: String?, into users: inout SuppressedUsers) throws {
        do {
            try read(file, encoding: encoding, into: &users)
        } catch let error as TextSource.Undecodable {
            throw error.fault(at: SourceLocation(file: file.displayName))
        }
    }

    private func read(_ file: ManifestFile, encoding: String?, into users: inout SuppressedUsers) throws {
        let kind = try FileKind.detect(file, hasEncoding: encoding != nil)
        let named = try ManifestFormat.ofList(
            file.displayName, kind: kind, at: SourceLocation(file: file.displayName))
        if let named, named.isWorkbook { return try readWorkbook(file, named, into: &users) }
        var options = ReadingOptions(encoding: encoding, maxRowSize: options.maxRowSize)
        options.inputFormat = try named ?? format(of: file, encoding)
        let format = options.inputFormat ?? .csv
        let layout = try TextLayout.detect(file, format: format, options: options)
        try read(file, format, layout, options, into: &users)
        if layout.ending.zeroByteCount > 0 { users.mayBeCut() }
    }

    private func read(
        _ file: ManifestFile, _ format: ManifestFormat, _ layout: TextLayout, _ options: ReadingOptions,
        into users: inout SuppressedUsers
    ) throws {
        guard format.hasHeader else { return try readJSON(file, format, layout, options, into: &users) }
        if let table = try table(file, layout, options) {
            users.begin(file.displayName, table.columns.isReport ? .report : .table)
            var rows = ListRows(file: file.displayName, columns: table.columns, reportText: reportText)
            return try rows.read(table.reader, hasHeader: true, into: &users)
        }
        users.begin(file.displayName, .plain)
        var lines = PlainList(file, layout, maxRowSize: options.maxRowSize)
        try lines.read(into: &users)
    }

    /// The format of a file whose ending says nothing, by its first character.
    private func format(of file: ManifestFile, _ encoding: String?) throws -> ManifestFormat {
        let layout = try TextLayout.detect(file, format: .json, options: ReadingOptions(encoding: encoding))
        var block: [UInt8] = []
        let text = try TextSource(file, layout: layout).read(into: &block).map { block[$0] } ?? []
        switch text.first(where: { $0 != 32 && !(9...13).contains($0) }) {
        case UInt8(ascii: "["): return .json
        case UInt8(ascii: "{"): return try ResultsReport.recognises(file) ? .json : .jsonl
        default: return .csv
        }
    }

    // MARK: Workbooks

    /// Reads every sheet that can be seen: a name on any of them may be meant.
    private func readWorkbook(
        _ file: ManifestFile, _ format: ManifestFormat, into users: inout SuppressedUsers
    ) throws {
        let workbook = try WorkbookFile(file, format, maxRowSize: options.maxRowSize)
        users.begin(file.displayName, .table)
        let names = try workbook.sheetNames(maxRowSize: options.maxRowSize)
        users.leavesOut(sheets: names.hidden)
        func sheet(_ number: Int) throws -> SheetReader? {
            try workbook.sheet(.visible(number), maxRowSize: options.maxRowSize)
        }
        func list(_ number: Int) -> SheetList {
            SheetList(file.displayName, workbook, number, options, reportText: reportText)
        }
        let isTable = try names.visible.indices.map { number in
            var list = list(number)
            return try list.isTable()
        }
        for (number, name) in names.visible.enumerated() {
            guard let rows = try sheet(number) else { continue }
            var list = list(number)
            // Beside a table, notes are none of its names; a column of names is a list whatever the sheet is called.
            guard !isTable[number], isTable.contains(true) else {
                try list.read(rows, into: &users)
                continue
            }
            let before = users
            do {
                try list.read(rows, into: &users)
            } catch let fault as ListFault {
                guard try SheetTable.holdsNotes(try sheet(number), name) else { throw fault }
                users = before
                users.leavesOut(notes: name)
            }
        }
    }

    // MARK: Tables

    /// A reader of the file as a table; nil when no delimiter makes its first line a header with a column of users.
    private func table(
        _ file: ManifestFile, _ layout: TextLayout, _ given: ReadingOptions
    ) throws -> (reader: CSVReader, columns: ListColumns)? {
        let delimiters = [layout.delimiter] + (options.delimiter.map { [$0] } ?? []) + DelimiterDetector.candidates
        for (index, delimiter) in delimiters.enumerated() where !delimiters[..<index].contains(delimiter) {
            var layout = layout
            layout.delimiter = delimiter
            var page = RecordPage()
            // A file that is no table may well look broken as one.
            let isRead = (try? CSVReader(file, layout: layout, options: given, hasher: nil).read(into: &page)) ?? false
            let columns = ListColumns(page.columns, mapped: ListColumns.mapped(options))
            if isRead, !columns.users.isEmpty, !Self.isComment(page.columns.names.first ?? "") {
                return (CSVReader(file, layout: layout, options: given, hasher: nil), columns)
            }
        }
        return nil
    }

    /// Whether a line that begins so is a comment, and not a header that numbers its rows.
    private static func isComment(_ cell: String) -> Bool {
        let text = ListedName.trimmed(cell)
        return text.first == "#" && text.count > 1
    }

    private func readJSON(
        _ file: ManifestFile, _ format: ManifestFormat, _ layout: TextLayout, _ given: ReadingOptions,
        into users: inout SuppressedUsers
    ) throws {
        let isReport = try format == .json && ResultsReport.recognises(file)
        var given = given
        given.jsonPath = isReport ? "rows" : nil
        var holdsTexts = false
        if !isReport {
            let place = try JSONListPlace(file, layout, isLines: format == .jsonl, path: options.jsonPath)
            (given.jsonPath, holdsTexts) = (place.path, place.holdsTexts)
        }
        users.begin(file.displayName, isReport ? .report : holdsTexts ? .plain : .table)
        if holdsTexts {
            var texts = JSONTexts(file, layout, isLines: format == .jsonl, path: given.jsonPath, given.maxRowSize)
            return try texts.read(into: &users)
        }
        let reader = JSONReader(file, format: format, layout: layout, options: given, hasher: nil)
        // The reports in JSON hold texts as they are.
        var rows = ListRows(file: file.displayName, mapped: ListColumns.mapped(options), reportText: { $0 })
        try rows.read(reader, hasHeader: false, into: &users)
    }
}
