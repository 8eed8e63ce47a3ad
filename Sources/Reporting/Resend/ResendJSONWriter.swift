import BatchModel
import Files

/// Writes rows to be sent again as JSON: the text of each element as the manifest has it; objects begin with what went wrong
/// and their numbers.
struct ResendJSONWriter: ReportWriter {
    private let sink: any ReportSink
    private let style: ResendStyle
    private let isLines: Bool
    private var end = ""
    private var isFirst = true

    /// Begins a file; refuses a manifest that this kind of file cannot hold.
    init(_ style: ResendStyle, to sink: any ReportSink) throws(FileFault) {
        self.sink = sink
        self.style = style
        isLines = style.ending == .jsonl
        var beginning = style.form.hasMark ? "\u{FEFF}" : ""
        switch style.form.shape {
        case .array(_, .some) where isLines:
            throw FileFault(
                path: "Your list", reason: "has defaults, which JSON Lines cannot hold; name the output .json")
        case .array(isDocument: true, let defaults) where !isLines:
            let defaults = defaults.map { "\"defaults\": \(String(decoding: $0, as: UTF8.self)),\n" }
            beginning += "{\(defaults ?? "")\"messages\": ["
            end = "\n]}\n"
        case .table(let header, _, _):
            try Self.checkKeys(header)
            fallthrough
        default:
            beginning += isLines ? "" : "["
            end = isLines ? "" : "\n]\n"
        }
        try write(Array(beginning.utf8), "The beginning")
    }

    private static func checkKeys(_ header: [[UInt8]]) throws(FileFault) {
        guard Set(header).count < header.count else { return }
        throw FileFault(
            path: "Your list", reason: "has two columns of one name, which JSON cannot hold; name the output .csv")
    }

    mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        let row = original()
        var element = try element(row.content, entry.row)
        if let object = element.object {
            let members = members(entry, row.ordinal, besides: object)
            element.text.insert(contentsOf: members, at: object.start)
        }
        if isLines {
            // A line break between two tokens is a blank to JSON; in a text there is none.
            for index in element.text.indices where element.text[index] == 10 { element.text[index] = 32 }
            element.text.append(10)
        } else {
            element.text = Array((isFirst ? "\n" : ",\n").utf8) + element.text
        }
        isFirst = false
        try write(element.text, "Row \(entry.row)")
    }

    mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        try write(Array(end.utf8), "The end")
        try sink.write(style.encoding.finish())
        try sink.commit()
    }

    private func write(_ text: [UInt8], _ place: String) throws(FileFault) {
        guard let bytes = style.encoding.encode(text) else { throw ResendText.fault(place) }
        try sink.write(bytes)
    }

    private func element(_ content: OriginalRow.Content, _ row: Int) throws(FileFault) -> OriginalRow.Element {
        switch content {
        case .element(let element):
            guard isLines || element.isJSON else {
                throw FileFault(
                    path: "Row \(row)", reason: "is not JSON, which an array cannot hold; name the output .jsonl")
            }
            return element
        case .cells(let cells):
            guard case .table(let header, _, _) = style.form.shape, header.count == cells.count else {
                throw FileFault(
                    path: "Row \(row)",
                    reason: "has more or fewer cells than the header, which JSON cannot hold; name the output .csv")
            }
            return Self.object(zip(header, cells).map { ($0, $1) })
        }
    }

    private static func object(_ cells: [([UInt8], [UInt8])]) -> OriginalRow.Element {
        let names = cells.map { String(decoding: $0.0, as: UTF8.self) }
        var text = "{"
        for (name, cell) in zip(names, cells) {
            addMember(name, String(decoding: cell.1, as: UTF8.self), to: &text)
            text += ","
        }
        if !cells.isEmpty { text.removeLast() }
        text += "}"
        let shared = Set(names).intersection(AddedColumns.names)
        return .init(
            text: Array(text.utf8), isJSON: true,
            object: .init(start: 1, isEmpty: cells.isEmpty, sharedNames: shared))
    }

    /// What we add; a key that the user has too is left to the user, because no key may stand twice.
    private func members(_ entry: ReportEntry, _ ordinal: StatedOrdinal, besides object: OriginalRow.Object) -> [UInt8]
    {
        let values = [
            ResendText.cut(entry.trace.errorKey), ResendText.cut(entry.trace.errorMessage), entry.outcome.rawValue,
            ordinal.text,
        ]
        var text = ""
        for (name, value) in zip(AddedColumns.names, values) where !object.sharedNames.contains(name) {
            Self.addMember(name, value, to: &text)
            text += ","
        }
        if object.isEmpty { text.removeLast() }
        return style.form.isUnicode ? Array(text.utf8) : Self.escaped(text)
    }

    private static func addMember(_ key: String, _ value: String?, to text: inout String) {
        JSONText.add(key, to: &text)
        text += ":"
        JSONText.add(value, to: &text)
    }

    /// The text with ASCII alone, for encodings that lack characters.
    private static func escaped(_ text: String) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            guard unit >= 0x80 else { return [UInt8(unit)] }
            let digits = String(unit, radix: 16)
            return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        }
    }
}
