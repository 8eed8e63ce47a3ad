import BatchModel
import Foundation
import TestSupport
import Testing

@testable import Manifests

/// One file under `Fixtures`: a folder is a rule, a file in it one that the rule accepts or refuses.
///
/// Beside `NAME.csv` (or another format) lie `NAME.expected`, what reading it comes to, and where needed `NAME.options` or,
/// for all files of the folder, `options`: one option a line as on the command line. `NAME.change` becomes the file's content
/// after it was opened.
struct Fixture: Sendable, CustomTestStringConvertible {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    private static let sideFiles: Set<String> = ["expected", "options", "change"]

    /// The folder's name: that of a `ManifestCode` without its prefix, or of a rule of reading.
    let rule: String
    private let file: String

    /// Every folder's name.
    static let rules = names(in: folder.path)

    /// Every file of every rule.
    static let all = rules.flatMap { rule in
        names(in: folder.appendingPathComponent(rule).path)
            .filter { name in
                (name.hasPrefix("accepted") || name.hasPrefix("refused"))
                    && !sideFiles.contains(URL(fileURLWithPath: name).pathExtension)
            }
            .map { Fixture(rule: rule, file: $0) }
    }

    /// Whether the rule accepts the file.
    var isAccepted: Bool { file.hasPrefix("accepted") }

    /// The code of the rule; nil for a rule of reading, which refuses with codes of others.
    var code: ManifestCode? { ManifestCode(rawValue: "manifest." + rule) }

    var testDescription: String { "\(rule)/\(file)" }

    /// What reading the file should come to; with `GRUPO_RECORD_FIXTURES` set, `outcome` becomes that first.
    func expected(recording outcome: String) throws -> String {
        let path = Self.folder.path + "/\(rule)/\(stem).expected"
        if ProcessInfo.processInfo.environment["GRUPO_RECORD_FIXTURES"] != nil {
            try Data(outcome.utf8).write(to: URL(fileURLWithPath: path))
        }
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    /// A copy of the rule's folder, with the one beside it that attachments may try to reach.
    func copy() throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        for name in Set([rule, "missing_user"]) {
            try FileManager.default.copyItem(atPath: "\(Self.folder.path)/\(name)", toPath: copy.file(name))
        }
        return copy
    }

    /// Opens the manifest in a copy; what is to change afterwards has changed on return.
    func open(in copy: TemporaryDirectory) throws -> Manifest {
        let manifest = try Manifest.open(
            copy.file("\(rule)/\(file)"), options: options(in: copy.file(rule)), scope: IdentityScope(site: "s"),
            displayName: file)
        if let text = try? copy.read("\(rule)/\(stem).change") { try copy.write(text, to: "\(rule)/\(file)") }
        return manifest
    }

    /// What the file was read as, its errors and warnings, then each row that can be sent, as JSON.
    func outcome() throws -> String {
        let copy = try copy()
        var lines: [String] = []
        do {
            lines = try Self.read(open(in: copy))
        } catch let fault as ManifestFault {
            lines = [Self.line(fault.diagnostic)]
        }
        return lines.map { $0.replacing(copy.path, with: "") + "\n" }.joined()
    }

    private static func read(_ manifest: Manifest) throws -> [String] {
        var readyRows: Set<Int> = []
        let check = try manifest.check(each: { if $0.isReady { readyRows.insert($0.position) } })
        let delimiter = manifest.format.isDelimited ? ", \(manifest.layout.delimiterName)" : ""
        var lines = ["read as \(manifest.layout.encoding)\(delimiter)"]
        lines += check.diagnostics.map(line) + check.warnings.map(line)
        guard !check.blocksAllRows else { return lines }
        var rows = manifest.rows()
        while let row = try rows.next() {
            guard readyRows.contains(row.position), let message = row.content else { continue }
            lines.append(try text(of: message, row))
        }
        return lines
    }

    private static func line(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location
        var words = ["\(diagnostic.severity)", diagnostic.code]
        if let row = place.row { words.append("row \(row)") }
        if let line = place.line { words.append("line \(line)") }
        if let column = place.column { words.append("column \"\(column)\"") }
        return DisplayText.oneLine(
            "\(words.joined(separator: " ")): \(diagnostic.problem) \(diagnostic.remedy)", limit: 1_000)
    }

    private static func text(of message: PlannedMessage, _ row: ManifestRow) throws -> String {
        var fields: [String: Any] = [
            "row": row.row, "line": row.line, "user": message.user, "sender": message.sender,
            "message": message.message,
        ]
        fields["id"] = row.id
        fields["gif_url"] = message.gifURL
        fields["file"] = message.attachment.map { "\($0.fileName), \($0.byteCount) bytes" }
        let data = try JSONSerialization.data(
            withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    private var stem: String { URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent }

    private static func names(in folder: String) -> [String] {
        // Tests that find no fixture fail for it.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    private func options(in folder: String) throws -> ReadingOptions {
        var options = ReadingOptions()
        let own = "\(folder)/\(stem).options"
        let path = FileManager.default.fileExists(atPath: own) ? own : "\(folder)/options"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return options }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            try set(parts[0], parts.count > 1 ? parts[1] : "", &options, in: folder)
        }
        return options
    }

    private func set(_ name: String, _ value: String, _ options: inout ReadingOptions, in folder: String) throws {
        switch name {
        case "--delimiter": options.delimiter = value.utf8.first
        case "--encoding": options.encoding = value
        case "--input-format": options.inputFormat = ManifestFormat(rawValue: value)
        case "--json-path": options.jsonPath = value
        case "--sheet": options.sheet = value
        case "--header-row": options.headerRow = Int(value)
        case "--hidden-rows": options.hiddenRows = HiddenRows(rawValue: value)
        case "--cell-values": options.cellValues = CellValues(rawValue: value)
        case "--map":
            let pair = value.split(separator: "=", maxSplits: 1).map(String.init)
            options.columnMap[pair[0]] = pair[1]
        case "--sender": options.defaultSender = value
        case "--message": options.defaultMessage = value
        case "--template": options.templateFile = "\(folder)/\(value)"
        case "--attachment": options.defaultAttachment = value
        case "--gif-url": options.defaultGIF = value
        case "--render": options.render = true
        case "--attachments-root": options.attachmentsRoot = "\(folder)/\(value)"
        case "--max-attachment-size": options.maxAttachmentSize = Int64(value) ?? 0
        case "--max-row-size": options.maxRowSize = Int(value) ?? 0
        case "--unique-users": options.uniqueUsers = true
        default: throw UnknownOption(name: name)
        }
    }

    private struct UnknownOption: Error { var name: String }
}
