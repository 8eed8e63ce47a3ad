import BatchModel
import Files

/// The formats a results report can have. The raw values are those of `--format`.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// One line per row, safe in spreadsheets.
    case csv
    /// One object: the run, the rows, and what they come to.
    case json
    /// One object per row.
    case jsonl
    /// A page for a person.
    case html
    /// A summary with the rows that need attention.
    case markdown
    /// One test case per row, for continuous integration.
    case junit
    /// A workbook with a sheet of rows and one that sums up.
    case xlsx
    /// The rows as their manifest has them, ready to be sent again, in a file of the manifest's own kind.
    case manifest
    /// The same as JSON Lines.
    case manifestLines = "manifest-jsonl"

    /// The format of this name, or of the file ending given as its name; nil when there is none.
    package init?(name: String) {
        guard let format = Self(rawValue: name.lowercased()) ?? Self(path: "." + name) else { return nil }
        self = format
    }

    /// The format that a path's ending names; nil for an ending no format has.
    package init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        let ending = path[path.index(after: dot)...].lowercased()
        guard let format = Self.byEnding.first(where: { $0.ending == ending })?.format else { return nil }
        self = format
    }

    /// Every ending, for messages.
    package static var endings: String { byEnding.prefix(7).map { ".\($0.ending)" }.joined(separator: " ") }

    private static let byEnding: [(ending: String, format: ReportFormat)] = [
        ("csv", .csv), ("json", .json), ("jsonl", .jsonl), ("html", .html), ("md", .markdown), ("xml", .junit),
        ("xlsx", .xlsx),
        ("ndjson", .jsonl), ("htm", .html), ("markdown", .markdown),
    ]

    /// The endings that a report of ours can have.
    package static var reportEndings: [String] { byEnding.map(\.ending) }

    /// Whether a report of this format says of each row what became of it, so that it can be read back.
    package var isReadBack: Bool { self == .csv || self == .json || self == .jsonl }

    /// Whether it has a place for a title.
    package var hasTitle: Bool { self == .html || self == .markdown }

    /// Whether it holds rows to be sent again.
    package var isResend: Bool { self == .manifest || self == .manifestLines }

    /// The ending of a report of this format; nil for rows to be sent again.
    package var reportEnding: String? {
        switch self {
        case .manifest, .manifestLines: nil
        case .csv, .json, .jsonl, .html, .markdown, .junit, .xlsx: Self.byEnding.first { $0.format == self }?.ending
        }
    }

    /// A writer of this format.
    ///
    /// - Parameters:
    ///   - context: what the report says about the batch; csv, jsonl and manifest have no place for it.
    ///   - resend: how rows to be sent again are written; JSON Lines where nothing is said.
    package func writer(
        to sink: any ReportSink, withByteOrderMark: Bool = false, context: ReportContext = ReportContext(),
        resend: ResendStyle? = nil
    ) throws(FileFault) -> any ReportWriter {
        switch self {
        case .csv: try CSVReportWriter(to: sink, withByteOrderMark: withByteOrderMark)
        case .json: try JSONReportWriter(to: sink, context: context)
        case .jsonl: JSONLinesReportWriter(to: sink)
        case .html: try HTMLReportWriter(to: sink, context: context)
        case .markdown: MarkdownReportWriter(to: sink, context: context)
        case .junit: try JUnitReportWriter(to: sink, context: context)
        case .xlsx: try WorkbookReportWriter(to: sink, context: context)
        case .manifest, .manifestLines:
            try (resend ?? ResendStyle(form: OriginalForm(), ending: nil, encoding: PlainEncoding()))
                .writer(to: sink, withByteOrderMark: withByteOrderMark)
        }
    }

    /// Whether a file that begins with these bytes was written by us as a report that is for people or other programs, and not read
    /// back, whatever saved it since.
    package static func isForReading(_ head: [UInt8]) -> Bool {
        String(decoding: head, as: UTF8.self).contains(mark)
    }

    /// What stands at the beginning of every report that is not read back.
    static let mark = "<!-- grupo-batch-report "

    /// Whether a file that begins with these bytes is a report of ours in this format, which may be replaced.
    ///
    /// A manifest made for correction never is: what its owner corrected would be lost.
    func recognises(_ head: [UInt8]) -> Bool {
        switch self {
        case .csv: CSVReportWriter.recognises(head)
        case .json: head.starts(with: JSONReportWriter.beginning.utf8)
        case .jsonl: JSONLinesReportWriter.recognises(head)
        case .html: head.starts(with: HTMLReportWriter.beginning.utf8)
        case .markdown: head.starts(with: MarkdownReportWriter.beginning.utf8)
        case .junit: head.starts(with: JUnitReportWriter.beginning.utf8)
        // Where in the file it says so depends on its length: `ReportDestination` looks.
        case .manifest, .manifestLines, .xlsx: false
        }
    }
}
