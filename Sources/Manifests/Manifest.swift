import BatchModel
import Digests
import Files
import Text
import Workbooks

/// A manifest that is open and not yet read: every pass over it reads the same file, or fails.
///
/// Nothing is kept of the rows, so memory does not grow with the file; what is remembered are the attachments.
package struct Manifest: Sendable {
    let file: ManifestFile
    /// How it is read.
    package let options: ReadingOptions
    let scope: IdentityScope
    let defaults: RowDefaults
    let root: AttachmentRoot
    let inspector: AttachmentInspector
    /// How the file is written.
    package let format: ManifestFormat
    /// The encoding and delimiter it is read with.
    package let layout: TextLayout
    /// The file as a workbook; nil for text.
    let workbook: WorkbookFile?

    /// Opens a file and finds out how to read it.
    ///
    /// `displayName` is what messages call the file; `baseFolder` is where relative attachment paths start, the
    /// manifest's own folder unless given. Options that are `spared` may be unusable as long as no row uses them; the folder of
    /// attachments counts as that of the attachment. Throws a `ManifestFault` of kind `.unreadable` or `.invalid`.
    package static func open(
        _ path: String, options: ReadingOptions, scope: IdentityScope, displayName: String? = nil,
        baseFolder: String? = nil, sparing spared: Set<RowDefault> = []
    ) throws(ManifestFault) -> Manifest {
        try Manifest(path, options, scope, displayName ?? path, baseFolder, spared)
    }

    private init(
        _ path: String, _ options: ReadingOptions, _ scope: IdentityScope, _ displayName: String, _ baseFolder: String?,
        _ spared: Set<RowDefault>
    ) throws(ManifestFault) {
        let place = SourceLocation(file: displayName)
        guard (1...1 << 30).contains(options.maxRowSize) else {
            throw ManifestFault(
                .invalid, .badOption, at: place, problem: "\(option: .maxRowSize) must be between 1 byte and 1 GiB.",
                remedy: "Choose a size such as 1MiB.")
        }
        file = try ManifestFile(path: path, displayName: displayName)
        guard file.status.byteCount > 0 else {
            throw ManifestFault(
                .invalid, .empty, at: place, problem: "The file is empty.",
                remedy: Self.firstStep(ManifestFormat(fileName: path)))
        }
        let kind = try FileKind.detect(file, hasEncoding: options.encoding != nil)
        format = try ManifestFormat.found(options.inputFormat, kind: kind, path: path, at: place)
        if format.isDelimited, let other = try FileKind.json(in: file) {
            throw ManifestFault(
                .invalid, .unknownFormat, at: place, problem: "The file holds JSON, not a table.",
                remedy: options.inputFormat == nil
                    ? "Name it .\(other.rawValue), or add \(option: .inputFormat) \(other.rawValue)."
                    : "Give \(option: .inputFormat) \(other.rawValue) instead of \(format.rawValue).")
        }
        self.options = options
        self.scope = scope
        workbook = format.isWorkbook ? try WorkbookFile(file, format, maxRowSize: options.maxRowSize) : nil
        layout = workbook == nil ? try TextLayout.detect(file, format: format, options: options) : .ofSheet
        defaults = try RowDefaults(options, file: displayName, sparing: spared)
        root = try Self.root(options, baseFolder, file, isSpared: spared.contains(.attachment))
        inspector = AttachmentInspector(root: root, limit: options.maxAttachmentSize)
    }

    private static func root(
        _ options: ReadingOptions, _ baseFolder: String?, _ file: ManifestFile, isSpared: Bool
    ) throws(ManifestFault) -> AttachmentRoot {
        do throws(SystemFault) {
            let base = try baseFolder.map { (folder) throws(SystemFault) in try FileSystem.realPath(folder) }
            let start = base ?? file.folder
            if isSpared, let root = try? AttachmentRoot(options.attachmentsRoot ?? start, base: start) { return root }
            return try AttachmentRoot(isSpared ? start : options.attachmentsRoot ?? start, base: start)
        } catch {
            throw ManifestFault(
                .unreadable, .unreadable, at: SourceLocation(file: file.displayName),
                problem:
                    "The attachments' folder \"\(options.attachmentsRoot ?? file.folder)\" cannot be opened: \(error.text).",
                remedy: "Name an existing folder with \(option: .attachmentsRoot).")
        }
    }

    /// The file's absolute path, links resolved.
    package var realPath: String { file.realPath }

    /// The folder relative attachment paths start from: absolute, links resolved; the file's own unless another was named.
    package var attachmentsBase: String { root.base }

    /// The file as messages call it.
    package var displayName: String { file.displayName }

    /// The file's size in bytes.
    package var byteCount: Int64 { file.status.byteCount }

    /// The text that the file begins with, as far as it is text; a mark and a `sep=` line left out.
    var head: String {
        if let workbook {
            let choice = options.sheet.map(Workbook.Choice.named) ?? .visible(0)
            return SheetHead.text((try? workbook.sheet(choice, maxRowSize: options.maxRowSize)) ?? nil)
        }
        var block: [UInt8] = []
        guard let text = try? TextSource(file, layout: layout).read(into: &block) else { return "" }
        return String(decoding: block[text].prefix(1 << 14), as: UTF8.self)
    }

    /// Starts a pass over the rows, in order, the invalid ones included. Independent of every other pass.
    ///
    /// `keepingTexts` makes the originals of JSON's rows known.
    package func rows(keepingTexts: Bool = false) -> ManifestRows { ManifestRows(self, keepingTexts: keepingTexts) }

    /// Opens an attachment for sending, by the rules it was checked by; refuses it when it is no longer the file that
    /// was checked. The descriptor stands at the file's beginning and closes when it is released.
    package func openAttachment(_ attachment: Attachment) throws(AttachmentRefusal) -> FileDescriptor {
        try inspector.open(attachment)
    }

    func makeReader(hasher: SHA256Hasher? = nil, keepsTexts: Bool = false) -> any RecordReader {
        if let workbook {
            let variables = defaults.templates(options).flatMap(\.names) + options.columnMap.values
            let names = Set(variables.map(ColumnName.folded))
            let isAnyUsed = options.render
            return workbook.reader(options, hasher: hasher) { name, field in
                field != nil || isAnyUsed || names.contains(ColumnName.folded(name))
            }
        }
        if format.hasHeader { return CSVReader(file, layout: layout, options: options, hasher: hasher) }
        return JSONReader(
            file, format: format, layout: layout, options: options, hasher: hasher, keepsTexts: keepsTexts)
    }

    func makeChecker(_ inspector: AttachmentInspector? = nil, warns: Bool = true) -> RowChecker {
        RowChecker(
            options, defaults: defaults, inspector: inspector ?? self.inspector, hasHeader: format.hasHeader,
            warns: warns)
    }

    /// What to write into a file that is empty.
    private static func firstStep(_ format: ManifestFormat?) -> String {
        switch format {
        case .json: "Write an array with an object for every message, or get the file anew from where it came from."
        case .jsonl: "Write an object for every message, each on a line, or get the file anew from where it came from."
        default: "Write a header line and a line for every message."
        }
    }
}
