import BatchModel

/// Writes the results report as CSV (RFC 4180: CRLF, quotes only where needed).
///
/// Cells a spreadsheet would read as a formula get a leading apostrophe, and control characters become U+FFFD; the JSON
/// report is raw.
package struct CSVReportWriter: ReportWriter {
    /// The report's columns, in order.
    package static let columns = [
        "row", "user", "sender", "success", "error_key", "error_message", "outcome", "http_status", "attempts",
        "finished_at", "duration_ms", "id",
    ]

    private static let byteOrderMark = "\u{FEFF}"

    private let sink: any ReportSink
    private var line = ""

    /// Begins a report; `withByteOrderMark` makes Excel read it as UTF-8.
    package init(to sink: any ReportSink, withByteOrderMark: Bool = false) throws(FileFault) {
        self.sink = sink
        try sink.write((withByteOrderMark ? Self.byteOrderMark : "") + Self.header)
    }

    /// The first line, its end included.
    package static var header: String { columns.joined(separator: ",") + "\r\n" }

    /// Whether a file that begins with these bytes is a results report of ours.
    package static func recognises(_ head: [UInt8]) -> Bool {
        let mark = Array(byteOrderMark.utf8)
        let text = head.starts(with: mark) ? head.dropFirst(mark.count) : head[...]
        return text.starts(with: header.utf8)
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry) throws(FileFault) {
        line.removeAll(keepingCapacity: true)
        line += "\(entry.row),"
        addText(entry.user)
        addText(entry.sender)
        line += "\(entry.outcome.success.map { $0 ? "true" : "false" } ?? ""),"
        addText(entry.errorKey)
        addText(entry.errorMessage)
        line += "\(entry.outcome.rawValue),"
        line += "\(entry.httpStatus.map(String.init) ?? ""),\(entry.attempts),"
        line += "\(entry.finishedAtMilliseconds.map(Timestamp.iso8601) ?? ""),"
        line += "\(entry.durationMilliseconds.map(String.init) ?? ""),"
        addText(entry.id)
        line.removeLast()
        line += "\r\n"
        try sink.write(line)
    }

    /// Puts the report in place.
    package mutating func finish() throws(FileFault) { try sink.commit() }

    private mutating func addText(_ text: String?) {
        if let text { line += Self.cell(text) }
        line += ","
    }

    /// A text as a cell: safe in a spreadsheet, quoted where CSV asks for it.
    package static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) || startsFormula(text) else { return text }
        let shown = shown(text)
        guard shown.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else { return shown }
        return "\"" + shown.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A text as a reader of the report finds it: safe in a spreadsheet, quotes undone.
    package static func shown(_ text: String) -> String {
        (startsFormula(text) ? "'" : "") + DisplayText.withoutControls(text)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte < 0x20 || byte == 0x7F || byte == 0xC2
    }

    /// Whether a spreadsheet could read the cell as a formula: it begins with `=`, `+`, `-`, `@`, their full-width forms,
    /// or a control character, leading blanks aside.
    static func startsFormula(_ text: String) -> Bool {
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "\u{A0}", "\"": continue
            case "=", "+", "-", "@", "＝", "＋", "－", "＠": return true
            default: return DisplayText.isControl(scalar)
            }
        }
        return false
    }
}
