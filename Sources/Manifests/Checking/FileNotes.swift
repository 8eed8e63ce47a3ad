import BatchModel
import Text

/// What is said of a manifest as a whole when it was read to its end.
struct FileNotes {
    private let file: String
    private let format: ManifestFormat
    private let options: ReadingOptions
    private let hasEndMark: Bool
    private let isWide: Bool

    /// Speaks of this manifest.
    init(_ manifest: Manifest) {
        file = manifest.displayName
        format = manifest.format
        options = manifest.options
        hasEndMark = manifest.layout.ending.hasEndMark
        isWide = manifest.layout.isWide
    }

    /// There is nothing to send.
    func noRows(_ columns: ColumnTable) -> Diagnostic {
        Diagnostic(
            .error, code: ManifestCode.noRows.rawValue, at: SourceLocation(file: file),
            problem: columns.count > 0 && format.hasHeader
                ? "The file has a header and no rows." : "The file holds no rows.",
            remedy: "Add a row for every message.")
    }

    /// The file is no table at all: blank lines, or a single line such as the error of a site; nil where it may be one.
    func noList(_ columns: ColumnTable) -> Diagnostic? {
        guard format.hasHeader, columns.count < 2, options.columnMap.isEmpty, columns.fields.allSatisfy({ $0 == nil })
        else { return nil }
        let names = columns.names.filter { !ColumnName.folded($0).isEmpty }
        if let name = names.first,
            ColumnName.suggestion(for: name, among: ManifestField.user.headers) != nil
                || !LikelyUsers(names).advice.isEmpty
        {
            return nil
        }
        let what =
            names.first.map { "is one line, \"\(DisplayText.oneLine($0, limit: 60))\"" }
            ?? "holds nothing but blank lines"
        return Diagnostic(
            .error, code: ManifestCode.noRows.rawValue, at: SourceLocation(file: file),
            problem: "The file \(what), and no list.",
            remedy: "Get it anew from where it came from, or write a header line and a line for every message.")
    }

    /// What was left out, and what had no effect.
    func warnings(_ page: RecordPage) -> [Diagnostic] {
        var notes = blankLines(page.blankLineCount) + emptyRows(page.emptyRowCount) + idlePath(page) + idleOptions
        notes += page.notes.map { warning(.workbookNote, $0.problem, $0.remedy) }
        if hasEndMark {
            notes.append(warning(.endMark, "The file ends with a Ctrl-Z, which is ignored.", "Nothing to do."))
        }
        return notes
    }

    /// A file whose text was misread in part, although an encoding was given for it.
    func joinedEncodings(_ file: ManifestFile) -> [Diagnostic] {
        guard options.encoding != nil, !isWide, let joined = JoinedEncodings(file) else { return [] }
        return [
            warning(
                .misreadEncoding, "Text that is UTF-8 was read in another encoding, as \(option: .encoding) says.",
                joined.advice)
        ]
    }

    private func emptyRows(_ count: Int) -> [Diagnostic] {
        if count == 0 { return [] }
        let problem = count == 1 ? "1 empty row was skipped." : "\(Numbers.grouped(count)) empty rows were skipped."
        return [warning(.emptyRow, problem, "Nothing to do.")]
    }

    private func blankLines(_ count: Int) -> [Diagnostic] {
        if count == 0 { return [] }
        let problem = count == 1 ? "1 blank line was skipped." : "\(Numbers.grouped(count)) blank lines were skipped."
        return [warning(.blankLines, problem, "Nothing to do.")]
    }

    private func idlePath(_ page: RecordPage) -> [Diagnostic] {
        guard options.jsonPath != nil else { return [] }
        if page.hasIdlePath {
            return [
                warning(.badOption, "\(option: .jsonPath) has no effect: the file is an array itself.", "Leave it out.")
            ]
        }
        if format == .json { return [] }
        let problem =
            "\(option: .jsonPath) has no effect: the file is read as \(format.rawValue), not as one JSON document."
        return [warning(.badOption, problem, "Leave it out, or add \(option: .inputFormat) json.")]
    }

    /// Options that say nothing about a file of this format.
    private var idleOptions: [Diagnostic] {
        var idle: [String] = []
        if options.delimiter != nil, !format.isDelimited { idle.append("\(option: .delimiter)") }
        if format.isWorkbook {
            if options.encoding != nil { idle.append("\(option: .encoding)") }
        } else {
            if options.sheet != nil { idle.append("\(option: .sheet)") }
            if options.headerRow != nil { idle.append("\(option: .headerRow)") }
            if options.hiddenRows != nil { idle.append("\(option: .hiddenRows)") }
            if options.cellValues != nil { idle.append("\(option: .cellValues)") }
        }
        return idle.map {
            warning(.badOption, "\($0) has no effect: the file is read as \(format.rawValue).", "Leave it out.")
        }
    }

    private func warning(_ code: ManifestCode, _ problem: String, _ remedy: String) -> Diagnostic {
        Diagnostic(.warning, code: code.rawValue, at: SourceLocation(file: file), problem: problem, remedy: remedy)
    }
}
