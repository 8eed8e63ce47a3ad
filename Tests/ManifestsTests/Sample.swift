import BatchModel
import TestSupport

@testable import Manifests

/// A manifest in a folder of its own, and the short ways tests look at it.
struct Sample {
    let folder: TemporaryDirectory
    let path: String
    var options = ReadingOptions()
    var scope = IdentityScope(site: "https://site.example")

    init(folder: TemporaryDirectory, path: String, options: ReadingOptions) {
        self.folder = folder
        self.path = path
        self.options = options
    }

    init(_ bytes: [UInt8], name: String = "m.csv", options: ReadingOptions = ReadingOptions()) throws {
        folder = try TemporaryDirectory()
        path = try folder.write(bytes, to: name)
        self.options = options
    }

    init(_ text: String, name: String = "m.csv", options: ReadingOptions = ReadingOptions()) throws {
        try self.init(Array(text.utf8), name: name, options: options)
    }

    func open() throws -> Manifest {
        try Manifest.open(path, options: options, scope: scope, displayName: "m")
    }

    /// The result of a check that computes identities as well.
    func check(_ limits: CheckLimits = CheckLimits()) throws -> ManifestCheck {
        try open().check(limits: limits, each: { _ in })
    }

    /// Every row the check hands out.
    func checkedRows() throws -> [CheckedRow] {
        var rows: [CheckedRow] = []
        _ = try open().check(each: { rows.append($0) })
        return rows
    }

    /// Errors as "code row line column", in the order of the check page.
    func errors() throws -> [String] {
        do {
            return try check().diagnostics.map(Self.brief)
        } catch let fault as ManifestFault {
            return [Self.brief(fault.diagnostic)]
        }
    }

    /// Warnings in the same form.
    func warnings() throws -> [String] { try check().warnings.map(Self.brief) }

    static func brief(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location
        var words = [diagnostic.code.replacing("manifest.", with: "")]
        if let row = place.row { words.append("row \(row)") }
        if let line = place.line, line != place.row { words.append("line \(line)") }
        if let column = place.column { words.append(column) }
        return words.joined(separator: " ")
    }

    /// The rows the cursor reads.
    func rows() throws -> [ManifestRow] {
        var cursor = try open().rows()
        var rows: [ManifestRow] = []
        while let row = try cursor.next() { rows.append(row) }
        return rows
    }

    /// The messages of the valid rows.
    func messages() throws -> [String] { try rows().compactMap { $0.content?.message } }
}

/// A header and one valid row with this message.
func oneMessage(_ cell: String) -> String { "user,sender,message\nann,bob,\(cell)\n" }

extension CheckedRow {
    var isReady: Bool { if case .ready = disposition { true } else { false } }

    var key: MessageKey? { if case .ready(let key, _, _) = disposition { key } else { nil } }

    /// Zero for an invalid row.
    var ordinal: Int { if case .ready(_, let ordinal, _) = disposition { ordinal } else { 0 } }

    /// Nil for an invalid row.
    var recipient: UInt64? { if case .ready(_, _, let digest) = disposition { digest } else { nil } }
}
