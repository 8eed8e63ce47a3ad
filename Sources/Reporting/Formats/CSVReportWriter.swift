import BatchModel
import Files

/// Writes the results report as CSV (RFC 4180: CRLF, quotes only where needed).
///
/// Cells a spreadsheet would read as a formula get a leading apostrophe, and control characters become U+FFFD; the JSON
/// report is raw.
package struct CSVReportWriter: ReportWriter {
    /// The report's columns, in order.
    package static let columns = [
        "row", "user", "sender", "success", "error_key", "error_message", "outcome", "http_status", "attempts",
        "finished_at", "duration_ms", "id", "row_digest",
    ]

    private static let byteOrderMark = "\u{FEFF}"

    private let sink: any ReportSink
    private var line = CSVLine()

    /// Begins a report; `withByteOrderMark` makes Excel read it as UTF-8.
    package init(to sink: any ReportSink, withByteOrderMark: Bool = false) throws(FileFault) {
        self.sink = sink
        try sink.write((withByteOrderMark ? Self.byteOrderMark : "") + Self.header)
    }

    /// The first line, its end included.
    package static var header: String { header(columns) }

    /// The first line of reports made before rows had digests.
    private static var earlierHeader: String { header(columns.dropLast()) }

    private static func header(_ columns: some Sequence<String>) -> String {
        columns.joined(separator: ",") + "\r\n"
    }

    /// Whether a file that begins with these bytes is a results report of ours.
    package static func recognises(_ head: [UInt8]) -> Bool {
        let mark = Array(byteOrderMark.utf8)
        let text = head.starts(with: mark) ? head.dropFirst(mark.count) : head[...]
        return text.starts(with: header.utf8) || text.starts(with: earlierHeader.utf8)
    }

    /// Adds a row.
    package mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        line.startOver()
        line.add(entry.row)
        line.add(cell: entry.user)
        line.add(cell: entry.sender)
        line.add(plain: entry.outcome.success.map { $0 ? "true" : "false" })
        line.add(cell: entry.trace.errorKey)
        line.add(cell: entry.trace.errorMessage)
        line.add(plain: entry.outcome.rawValue)
        line.add(entry.trace.httpStatus)
        line.add(entry.trace.attempts)
        line.add(instant: entry.trace.finishedAtMilliseconds)
        line.add(entry.trace.durationMilliseconds)
        line.add(cell: entry.id)
        line.add(entry.digest)
        line.end()
        try sink.write(line.bytes)
    }

    /// Puts the report in place.
    package mutating func finish(_ statistics: ReportStatistics) throws(FileFault) { try sink.commit() }

    /// A text as a cell: safe in a spreadsheet, quoted where CSV asks for it.
    package static func cell(_ text: String) -> String {
        isPlain(text) ? text : CSVText.quoted(guarded(text))
    }

    /// A text that no spreadsheet takes for a formula, without the quotes that CSV may ask for.
    static func guarded(_ text: String) -> String {
        let shown = DisplayText.withoutControls(text)
        return needsGuard(text) ? "'" + shown : shown
    }

    /// The text a cell of ours stands for: without the apostrophe that kept a spreadsheet from reading a formula.
    ///
    /// - Parameter cell: as a CSV reader gives it, unquoted.
    package static func text(ofCell cell: String) -> String {
        guard cell.utf8.first == UInt8(ascii: "'") else { return cell }
        let rest = String(cell.unicodeScalars.dropFirst())
        return needsGuard(rest) ? rest : cell
    }

    /// Whether a text is a cell as it is.
    static func isPlain(_ text: String) -> Bool {
        let bytes = text.utf8.span
        guard !bytes.isEmpty else { return true }
        for index in bytes.indices where isSpecial(bytes[index]) { return false }
        return isAlphanumeric(bytes[0]) || !needsGuard(text)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte < 0x20 || byte == 0x7F || byte == 0xC2
    }

    /// Whether a spreadsheet could read the cell as a formula (https://owasp.org/www-community/attacks/CSV_Injection): it begins with `=`, `+`, `-`, `@`, their full-width forms,
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
