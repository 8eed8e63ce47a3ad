import Workbooks

/// The first rows of a sheet as lines of a text, to look for a header among them.
enum SheetHead {
    private static let (rowLimit, byteLimit) = (20, 1 << 14)

    /// A line for each row from the first, whether or not it has content; a tab between cells.
    static func text(_ sheet: SheetReader?) -> String {
        guard let sheet else { return "" }
        var lines: [String] = []
        var rows = SheetRows()
        var size = 0
        while lines.count < rowLimit, size < byteLimit, (try? sheet.read(into: &rows)) == true {
            for row in rows.rows.indices where rows.rows[row].number <= rowLimit {
                while lines.count < rows.rows[row].number - 1 { lines.append("") }
                let cells = rows.cellRange(ofRow: row).map { cell in
                    String(decoding: rows.bytes[rows.byteRange(ofCell: cell)].prefix(200), as: UTF8.self)
                        .map { $0.isNewline || $0 == "\t" ? " " : $0 }
                }
                lines.append(cells.map { String($0) }.joined(separator: "\t"))
                size += lines.last?.utf8.count ?? 0
            }
            if let last = rows.rows.last, last.number > rowLimit { break }
        }
        return lines.joined(separator: "\n")
    }
}
