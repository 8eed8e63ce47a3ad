/// Where the parts of an Excel workbook lie, and what its sheets are called.
struct ExcelParts: Sendable {
    /// A sheet of cells, or of anything else.
    struct Sheet: Sendable {
        var name: String
        var isVisible: Bool
        /// Nil for a chart, a dialogue or a sheet of old macros.
        var part: String?
    }

    var sheets: [Sheet] = []
    var system = SerialDate.System.from1900
    var styles: String?
    var sharedStrings: String?
    var hasMacros = false

    /// Finds the parts. Throws a `WorkbookFault` where the archive holds no workbook.
    init(_ file: PackedFile) throws {
        let root = try RelationHandler.read(file, of: "")
        let workbook = root.first { $0.kind == "officeDocument" }?.target ?? "xl/workbook.xml"
        guard file.has(workbook) else { throw WorkbookFault.damaged("no workbook is in its archive") }
        let relations = try RelationHandler.read(file, of: workbook)
        func part(_ kind: String) -> String? { relations.first { $0.kind == kind && file.has($0.target) }?.target }
        styles = part("styles")
        sharedStrings = part("sharedStrings")
        hasMacros = part("vbaProject") != nil
        let handler = WorkbookHandler()
        try XMLStream.read(file, workbook, handler)
        system = handler.system
        sheets = handler.sheets.map { sheet in
            let relation = relations.first { $0.id == sheet.relation }
            return Sheet(
                name: sheet.name, isVisible: sheet.isVisible,
                part: relation?.kind == "worksheet" ? relation?.target : nil)
        }
    }
}

/// What a part says of another one.
struct ExcelRelation {
    var id: String
    /// The last word of the relation's address: `worksheet`.
    var kind: String
    /// The other part.
    var target: String
}

/// Reads the relations of a part.
private final class RelationHandler: XMLHandler {
    private var relations: [ExcelRelation] = []
    private let folder: String

    private init(folder: String) { self.folder = folder }

    static func read(_ file: PackedFile, of part: String) throws -> [ExcelRelation] {
        let slash = part.lastIndex(of: "/")
        let folder = slash.map { String(part[..<$0]) } ?? ""
        let name = slash.map { String(part[part.index(after: $0)...]) } ?? part
        let path = (folder.isEmpty ? "" : folder + "/") + "_rels/\(name).rels"
        guard file.has(path) else { return [] }
        let handler = RelationHandler(folder: folder)
        try XMLStream.read(file, path, handler)
        return handler.relations
    }

    override func start(_ name: XMLText, _ attributes: XMLAttributes) {
        guard name == "Relationship", let target = attributes.string("Target"), let type = attributes.string("Type")
        else { return }
        if attributes.string("TargetMode") == "External" { return }
        relations.append(
            ExcelRelation(
                id: attributes.string("Id") ?? "", kind: String(type.split(separator: "/").last ?? ""),
                target: resolved(target.replacing("\\", with: "/"))))
    }

    /// The part that a target names: never one outside of the archive, whatever the target says.
    private func resolved(_ target: String) -> String {
        var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for word in target.split(separator: "/") where word != "." {
            if word == ".." { _ = parts.popLast() } else { parts.append(word) }
        }
        return parts.joined(separator: "/")
    }
}

/// Reads the names of sheets.
private final class WorkbookHandler: XMLHandler {
    var sheets: [(name: String, isVisible: Bool, relation: String)] = []
    var system = SerialDate.System.from1900
    private var isInSheets = false

    override func start(_ name: XMLText, _ attributes: XMLAttributes) {
        switch name {
        case "sheets": isInSheets = true
        case "sheet" where isInSheets:
            // The prefix of relations may be any; it is the only name of the element that ends so.
            var relation = ""
            var index = 0
            while let (name, value) = attributes[index] {
                if name.local == "id", name.count > 2 { relation = value.string }
                index += 1
            }
            let state = attributes.string("state") ?? "visible"
            sheets.append((attributes.string("name") ?? "", state == "visible", relation))
        case "workbookPr": if attributes["date1904"]?.isTrue == true { system = .from1904 }
        default: break
        }
    }

    override func end(_ name: XMLText) { if name == "sheets" { isInSheets = false } }
}
