import BatchModel
import Text

/// How a manifest file is written.
package enum ManifestFormat: String, Sendable, Codable, Hashable, CaseIterable {
    /// Values separated by a comma, or by what the file itself shows.
    case csv
    /// Values separated by tabs.
    case tsv
    /// One array of objects, or an object with `defaults` and `messages`.
    case json
    /// One object a line.
    case jsonl
    /// An Excel workbook.
    case xlsx
    /// An OpenDocument spreadsheet.
    case ods

    private static let byEnding: KeyValuePairs<String, ManifestFormat> = [
        "csv": .csv, "tsv": .tsv, "tab": .tsv, "json": .json, "jsonl": .jsonl, "ndjson": .jsonl, "xlsx": .xlsx,
        "xlsm": .xlsx, "ods": .ods,
    ]

    /// Every ending of a file's name that promises a format, in lower case.
    package static var endings: [String] { byEnding.map(\.key) }

    /// The format the ending of a file's name promises; nil when it promises none that we read.
    package init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        let ending = fileName[fileName.index(after: dot)...].lowercased()
        guard let format = Self.byEnding.first(where: { $0.key == ending })?.value else { return nil }
        self = format
    }

    /// What is said of a name that promises no format.
    package static let untold = "The file's name does not tell its format."

    /// The format that was chosen, or else the one the name of a file promises; refuses a name that promises none, and a file that
    /// is of another `kind`.
    static func found(
        _ chosen: ManifestFormat?, kind: FileKind?, path: String, at place: SourceLocation
    ) throws(ManifestFault) -> ManifestFormat {
        let format = chosen ?? ManifestFormat(fileName: path)
        if let kind {
            if let format, kind.workbook == format { return format }
            if let chosen, let real = kind.workbook { throw kind.contradiction(to: chosen, real, path, at: place) }
            throw kind.fault(at: place)
        }
        if let format, !format.isWorkbook { return format }
        throw ManifestFault(
            .invalid, .unknownFormat, at: place,
            problem: isSpreadsheet(fileName: path)
                ? "The file has the name of a spreadsheet, but it holds plain text."
                : untold,
            remedy: "Name it .csv, .tsv, .json or .jsonl, or say which with \(option: .inputFormat).")
    }

    /// The format that a list's name promises, of a list that is of a `kind`; nil where its content decides.
    static func ofList(_ name: String, kind: FileKind?, at place: SourceLocation) throws(ManifestFault)
        -> ManifestFormat?
    {
        let format = ManifestFormat(fileName: name)
        if let kind {
            if let format, kind.workbook == format { return format }
            throw kind.fault(at: place, as: .list)
        }
        return format?.isWorkbook == true ? nil : format
    }

    /// Whether the ending of a file's name is that of a spreadsheet program's own format.
    private static func isSpreadsheet(fileName: String) -> Bool {
        [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers"].contains { fileName.lowercased().hasSuffix($0) }
    }

    /// Whether the rows stand below a header line.
    package var hasHeader: Bool { isDelimited || isWorkbook }

    /// Whether cells are told apart by a delimiter.
    package var isDelimited: Bool { self == .csv || self == .tsv }

    /// Whether the rows are those of a sheet.
    package var isWorkbook: Bool { self == .xlsx || self == .ods }
}
