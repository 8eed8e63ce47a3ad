import BatchModel
import Files

/// Writes text in the encoding of a manifest; used for one whole file.
package protocol ResendEncoding: AnyObject {
    /// The bytes of a text in UTF-8; nil when it has a character that the encoding lacks.
    func encode(_ text: [UInt8]) -> [UInt8]?
    /// Whether the encoding has every character of a text.
    func canEncode(_ text: [UInt8]) -> Bool
    /// What stands behind the last text.
    func finish() -> [UInt8]
}

/// How a file to be sent again is written: like the manifest that its rows are from, so that it is read alike.
package struct ResendStyle {
    /// How the manifest is written.
    package var form: OriginalForm
    /// How the new file is.
    package var ending: ResendEnding
    /// Makes the new file's bytes.
    package var encoding: any ResendEncoding

    /// Describes a file; without an ending it is the manifest's own kind.
    package init(form: OriginalForm, ending: ResendEnding?, encoding: any ResendEncoding) {
        self.form = form
        self.ending = ending ?? ResendEnding(form.shape)
        self.encoding = encoding
    }

    /// A writer of such a file.
    ///
    /// - Throws: `FileFault` when a file of this ending cannot hold the manifest's rows as they are.
    func writer(to sink: any ReportSink, withByteOrderMark: Bool) throws(FileFault) -> any ReportWriter {
        switch ending {
        case .csv, .tsv: try ResendTableWriter(self, to: sink, withByteOrderMark: withByteOrderMark)
        case .json, .jsonl: try ResendJSONWriter(self, to: sink)
        }
    }
}

/// The kinds of files that rows can be sent from again, by the ending of their names.
package enum ResendEnding: String, Sendable, Hashable, CaseIterable {
    /// Cells with the manifest's own delimiter.
    case csv
    /// The same, where that is a tab.
    case tsv
    /// One array, or an object with `messages`.
    case json
    /// One element a line.
    case jsonl

    /// Every ending, for messages.
    package static let list = ".csv, .tsv, .json or .jsonl"

    /// What the ending of a path says; nil for another one.
    package init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        let ending = path[path.index(after: dot)...].lowercased()
        guard let known = Self(rawValue: ending == "ndjson" ? "jsonl" : ending == "tab" ? "tsv" : ending) else {
            return nil
        }
        self = known
    }

    /// The manifest's own kind.
    init(_ shape: OriginalForm.Shape) {
        switch shape {
        case .table: self = .csv
        case .array: self = .json
        case .lines: self = .jsonl
        }
    }
}

/// Text as it is.
final class PlainEncoding: ResendEncoding {
    func encode(_ text: [UInt8]) -> [UInt8]? { text }
    func canEncode(_ text: [UInt8]) -> Bool { true }
    func finish() -> [UInt8] { [] }
}
