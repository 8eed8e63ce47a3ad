import BatchModel
import Text

/// Where a JSON list has its names: the document itself, or an array below some of its keys, which is told by itself where there is
/// only one.
struct JSONListPlace {
    /// The keys, joined by dots, that lead to the array; nil when it is the document.
    private(set) var path: String?
    /// Whether the names stand in it as texts, and not in objects.
    private(set) var holdsTexts = false

    /// Looks into a file; `path` is what the user says of arrays, which counts where the list has it.
    ///
    /// Throws a `ListFault` where the file has several arrays that may be meant. What is wrong with the file otherwise is said by
    /// whoever reads it.
    init(_ file: ManifestFile, _ layout: TextLayout, isLines: Bool, path: String?) throws {
        var input = JSONInput(TextSource(file, layout: layout))
        do {
            switch try input.skipBlanks() {
            case UInt8(ascii: "\""): holdsTexts = isLines
            case UInt8(ascii: "["):
                input.advance()
                holdsTexts = try !isLines && input.skipBlanks() == UInt8(ascii: "\"")
                if !isLines, !holdsTexts { try chooseTable(in: file, layout, path) }
            case UInt8(ascii: "{") where !isLines: try choose(in: &input, path, file.displayName)
            default: return
            }
        } catch is JSONFault {
            return
        } catch is TextSource.Undecodable {
            return
        }
    }

    private mutating func choose(in input: inout JSONInput, _ wanted: String?, _ file: String) throws {
        var shape = JSONShape()
        try shape.skipValue(&input, at: [])
        let found = shape.rows + shape.texts
        if let wanted, (found + shape.empty).contains(wanted) {
            path = wanted
        } else if found == ["messages"] {
            // It may be a manifest of ours, whose reader minds its defaults too.
            path = nil
        } else if found.count == 1, shape.empty.isEmpty {
            path = found[0]
        } else if found.count + shape.empty.count > 1 {
            throw ListFault(
                SourceLocation(file: file),
                "The list has several arrays: \(ColumnCheck.list((found + shape.empty).sorted())).",
                "Say which one names people, as in \(option: .jsonPath) \(JSONShape.argument(found.first ?? shape.empty[0])), or write it "
                    + "to a file of its own.")
        }
        holdsTexts = path.map(shape.texts.contains) ?? (found == ["messages"] && !shape.texts.isEmpty)
        if holdsTexts, path == nil { path = found.first }
    }

    private mutating func chooseTable(in file: ManifestFile, _ layout: TextLayout, _ wanted: String?) throws {
        guard let tables = JSONTables(of: file, layout, path: wanted, users: ListColumns.isUser) else { return }
        if let table = tables.only(wanted) ?? tables.only(nil) {
            path = tables.argument(for: table)
            if path != nil { return }
        }
        let fault = tables.fault(nil)
        throw ListFault(SourceLocation(file: file.displayName), fault.problem, fault.remedy)
    }
}
