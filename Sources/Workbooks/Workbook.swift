import Synchronization
import Text

/// A spreadsheet that is open: an Excel workbook (.xlsx, .xlsm) or an OpenDocument one (.ods). No process is started for it, and no
/// formula of it is calculated.
package final class Workbook: Sendable {
    /// How a workbook is written.
    package enum Format: Sendable, Hashable { case excel, openDocument }

    /// Which sheet is read.
    package enum Choice: Sendable, Hashable {
        /// One of those that can be seen, counted from 0.
        case visible(Int)
        /// The one of this name, whatever its case.
        case named(String)
    }

    private enum Content: Sendable {
        case excel(ExcelParts, ExcelStyles)
        case openDocument
    }

    private let file: PackedFile
    private let content: Content
    /// The largest row, and the largest of the texts that cells share, in bytes.
    private let limit: Int
    /// The texts that cells share, once somebody asked for them.
    private let strings = Mutex<SharedStrings?>(nil)
    /// Whether it holds macros, which are ignored.
    package let hasMacros: Bool

    /// Opens a workbook; a text of more than `limit` bytes is a fault. Throws a `WorkbookFault`, or what the source throws.
    package init(_ source: any WorkbookSource, _ format: Format, limit: Int) throws {
        let file = try PackedFile(source)
        self.file = file
        self.limit = limit
        switch format {
        case .excel:
            let parts = try ExcelParts(file)
            let styles = try parts.styles.map { try ExcelStyles(file, $0) } ?? ExcelStyles()
            content = .excel(parts, styles)
            hasMacros = parts.hasMacros
        case .openDocument:
            if try OpenDocument.isProtected(file) { throw WorkbookFault.protected }
            guard file.has(OpenDocument.content) else { throw WorkbookFault.damaged("no table is in its archive") }
            content = .openDocument
            hasMacros = file.has("Basic/script-lc.xml")
        }
    }

    /// The libraries in use.
    package static var libraries: String { "libarchive/\(ZipReader.version) expat/\(XMLReader.version)" }

    /// Starts to read a sheet; nil where fewer sheets can be seen than that.
    package func reader(of choice: Choice) throws -> SheetReader? {
        switch content {
        case .excel(let parts, let styles):
            guard let sheet = try Self.sheet(choice, parts.sheets) else { return nil }
            guard let part = sheet.part else {
                throw WorkbookFault(
                    .noSheet, "The sheet “\(sheet.name)” holds no cells.",
                    "Name another: \(Self.list(parts.sheets.map(\.name))).")
            }
            let values = try ExcelValues(styles, parts.system, sharedStrings(parts))
            let handler = ExcelSheetHandler(values, limit: limit)
            let names = parts.sheets.filter { $0.part != nil }
            return SheetReader(
                try XMLStream(file, part, handler), handler,
                sheets: .init(all: names.map(\.name), visible: names.filter(\.isVisible).map(\.name), name: sheet.name))
        case .openDocument:
            let handler = DocumentHandler(choice, limit: limit)
            return SheetReader(try XMLStream(file, OpenDocument.content, handler), handler, sheets: nil)
        }
    }

    /// The sheets that can be seen, and those that are hidden; of an OpenDocument all of it is read for that.
    package func sheetNames() throws -> (visible: [String], hidden: [String]) {
        switch content {
        case .excel(let parts, _):
            let sheets = parts.sheets.filter { $0.part != nil }
            return (sheets.filter(\.isVisible).map(\.name), sheets.filter { !$0.isVisible }.map(\.name))
        case .openDocument:
            let handler = DocumentHandler(.visible(.max), limit: limit)
            try XMLStream.read(file, OpenDocument.content, handler)
            return (handler.visible, handler.hidden)
        }
    }

    private static func sheet(_ choice: Choice, _ sheets: [ExcelParts.Sheet]) throws -> ExcelParts.Sheet? {
        switch choice {
        case .visible(let number):
            let visible = sheets.filter { $0.isVisible && $0.part != nil }
            if number < visible.count { return visible[number] }
            if number > 0 { return nil }
            throw noVisibleSheet(sheets.map(\.name))
        case .named(let name):
            if let sheet = sheets.first(where: { $0.name == name }) ?? sheets.first(where: { isAlike($0.name, name) }) {
                return sheet
            }
            throw noSheet(name, sheets.map(\.name))
        }
    }

    static func isAlike(_ name: String, _ other: String) -> Bool { name.lowercased() == other.lowercased() }

    static func noVisibleSheet(_ names: [String]) -> WorkbookFault {
        WorkbookFault(
            .noSheet, "The workbook has no sheet that can be seen.",
            names.isEmpty ? "Get it anew from where it came from." : "Name one with \(option: .sheet): \(list(names)).")
    }

    static func noSheet(_ name: String, _ names: [String]) -> WorkbookFault {
        WorkbookFault(
            .noSheet, "The workbook has no sheet “\(name)”.",
            names.count == 1 ? "Its only sheet is \(list(names))." : "Its sheets are \(list(names)).")
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(10).map { "“\($0)”" }.joined(separator: ", ")
        return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
    }

    /// The texts that cells share: read once for all passes.
    private func sharedStrings(_ parts: ExcelParts) throws -> SharedStrings {
        guard let part = parts.sharedStrings else { return SharedStrings() }
        return try strings.withLock { known in
            if let known { return known }
            let read = try SharedStringHandler.read(file, part, limit: limit)
            known = read
            return read
        }
    }
}
