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

    /// The format the ending of a file's name promises; nil when it promises none that we read.
    package init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        switch fileName[fileName.index(after: dot)...].lowercased() {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "json": self = .json
        case "jsonl", "ndjson": self = .jsonl
        default: return nil
        }
    }

    /// The format that was chosen, or else the one the name of a file of text promises; refuses a name that promises none.
    static func found(
        _ chosen: ManifestFormat?, path: String, at place: SourceLocation
    ) throws(ManifestFault) -> ManifestFormat {
        if let format = chosen ?? ManifestFormat(fileName: path) { return format }
        throw ManifestFault(
            .invalid, .unknownFormat, at: place,
            problem: isSpreadsheet(fileName: path)
                ? "The file has the name of a spreadsheet, but it holds plain text."
                : "The file's name does not tell its format.",
            remedy: "Name it .csv, .tsv, .json or .jsonl, or say which with \(option: .inputFormat).")
    }

    /// Whether the ending of a file's name is that of a spreadsheet program's own format.
    private static func isSpreadsheet(fileName: String) -> Bool {
        [".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers"].contains { fileName.lowercased().hasSuffix($0) }
    }

    /// Whether the rows stand below a header line.
    package var hasHeader: Bool { self == .csv || self == .tsv }
}
