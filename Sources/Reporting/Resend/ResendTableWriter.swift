import BatchModel
import Files

/// Writes rows to be sent again as a table: what went wrong and their numbers, then the cells as the manifest has them.
///
/// The user's cells are written as they are, also those that a spreadsheet could read as a formula: a changed cell would be
/// sent changed. What we add has the guard of the CSV report.
struct ResendTableWriter: ReportWriter {
    private let sink: any ReportSink
    private let encoding: any ResendEncoding
    private let delimiter: UInt8
    private var line: [UInt8] = []

    /// Begins a file; refuses a manifest that is no table.
    init(_ style: ResendStyle, to sink: any ReportSink, withByteOrderMark: Bool) throws(FileFault) {
        guard case .table(let header, let delimiter, let promised) = style.form.shape else {
            throw FileFault(
                path: "Your list",
                reason: "is JSON, which \(style.ending.rawValue.uppercased()) cannot hold as it is; "
                    + "name the output .json or .jsonl")
        }
        guard style.ending == .csv || delimiter == UInt8(ascii: "\t") else {
            throw FileFault(
                path: "Your list", reason: "does not separate its cells by tabs; name the output .csv")
        }
        self.sink = sink
        self.delimiter = delimiter
        encoding = style.encoding
        if style.form.hasMark || withByteOrderMark && style.form.encoding == "UTF-8" { line += "\u{FEFF}".utf8 }
        if let promised { line += Array("sep=".utf8) + [promised] + Array("\r\n".utf8) }
        for name in AddedColumns.names { addCell(Array(name.utf8)) }
        header.forEach { addCell($0) }
        try endLine("The header")
    }

    mutating func add(_ entry: ReportEntry, original: @autoclosure () -> OriginalRow) throws(FileFault) {
        let row = original()
        let added = [
            ResendText.cut(entry.trace.errorKey), ResendText.cut(entry.trace.errorMessage), entry.outcome.rawValue,
            row.ordinal.text ?? "",
        ]
        for text in added { addCell(ResendText.shown(CSVReportWriter.guarded(text), in: encoding)) }
        guard case .cells(let cells) = row.content else { return }
        cells.forEach { addCell($0) }
        try endLine("Row \(entry.row)")
    }

    mutating func finish(_ statistics: ReportStatistics) throws(FileFault) {
        try sink.write(encoding.finish())
        try sink.commit()
    }

    private mutating func addCell(_ cell: [UInt8]) {
        if cell.contains(where: needsQuotes) {
            line.append(UInt8(ascii: "\""))
            for byte in cell {
                if byte == UInt8(ascii: "\"") { line.append(byte) }
                line.append(byte)
            }
            line.append(UInt8(ascii: "\""))
        } else {
            line += cell
        }
        line.append(delimiter)
    }

    /// Whatever else could be taken for the delimiter stands in quotes, so that the file shows which it is.
    private func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), 10, 13, UInt8(ascii: ","), UInt8(ascii: ";"), 9, UInt8(ascii: "|"): true
        default: byte == delimiter
        }
    }

    private mutating func endLine(_ place: String) throws(FileFault) {
        line.removeLast()
        line += [13, 10]
        guard let bytes = encoding.encode(line) else { throw ResendText.fault(place) }
        try sink.write(bytes)
        line.removeAll(keepingCapacity: true)
    }
}
