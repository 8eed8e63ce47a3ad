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
    package mutating func add(_ entry: ReportEntry, cells: @autoclosure () -> ManifestCells) throws(FileFault) {
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
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) { try sink.commit() }

    private mutating func addText(_ text: String?) {
        if let text { line += Self.cell(text) }
        line += ","
    }

    /// A text as a cell: safe in a spreadsheet, quoted where CSV asks for it.
    package static func cell(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) || needsGuard(text) else { return text }
        var shown = DisplayText.withoutControls(text)
        if needsGuard(text) { shown = "'" + shown }
        return CSVText.quoted(shown)
    }

    /// The text a cell of ours stands for: without the apostrophe that kept a spreadsheet from reading a formula.
    ///
    /// - Parameter cell: as a CSV reader gives it, unquoted.
    package static func text(ofCell cell: String) -> String {
        guard cell.utf8.first == UInt8(ascii: "'") else { return cell }
        let rest = String(cell.unicodeScalars.dropFirst())
        return needsGuard(rest) ? rest : cell
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte < 0x20 || byte == 0x7F || byte == 0xC2
    }

    /// Whether a spreadsheet could read the cell as a formula: it begins with `=`, `+`, `-`, `@`, their full-width forms,
    /// or a control character, leading blanks aside; or looks like such a cell after it got its apostrophe.
    private static func needsGuard(_ text: String) -> Bool {
        var isFirst = true
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'" where isFirst, " ", "\"": break
            case "=", "+", "-", "@", "＝", "＋", "－", "＠", "\u{FFFD}": return true
            default:
                if DisplayText.isControl(scalar) { return true }
                guard scalar.value >= 0x80, isBlank(scalar) else { return false }
            }
            isFirst = isFirst && scalar == "'"
        }
        return false
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint || scalar == "\u{FEFF}"
    }
}
