import Workbooks

/// What the first rows of a sheet show: a header below a title, or notes of somebody.
enum SheetTable {
    private static let (searched, mostOfNotes) = (20, 60)
    /// What people call sheets that they explain a list on.
    private static let noteNames = [
        "note", "readme", "read me", "info", "about", "legend", "help", "instruction", "changelog", "hinweis",
        "anleitung",
        "legende", "lies", "notiz", "remarque", "lisez", "notas", "leeme", "istruzioni",
    ]
    /// Words of a cell that is a sentence.
    private static let wordsOfSentence = 4

    /// The row below the first one that names a column of users beside others; nil where none of the first does.
    static func headerRow(_ sheet: SheetReader?, _ mapped: String?) throws -> Int? {
        let rows = try cells(sheet, limit: searched)
        return rows.dropFirst().first { row in
            guard row.cells.count > 1 else { return false }
            return row.cells.contains {
                ListColumns.isUser($0) || mapped.map(ColumnName.folded) == ColumnName.folded($0)
            }
        }?.number
    }

    /// Whether a sheet holds what somebody wrote about a list: few rows, no address, and sentences or the name of such a sheet.
    static func holdsNotes(_ sheet: SheetReader?, _ name: String) throws -> Bool {
        let rows = try cells(sheet, limit: mostOfNotes + 1)
        let texts = rows.flatMap(\.cells)
        if rows.count > mostOfNotes || texts.contains(where: { $0.contains("@") }) { return false }
        let folded = name.lowercased()
        return noteNames.contains(where: folded.contains)
            || texts.contains { $0.split(separator: " ").count >= wordsOfSentence }
    }

    private static func cells(_ sheet: SheetReader?, limit: Int) throws -> [(number: Int, cells: [String])] {
        var found: [(number: Int, cells: [String])] = []
        var rows = SheetRows()
        while let sheet, found.count < limit, try sheet.read(into: &rows) {
            for index in rows.rows.indices where found.count < limit {
                let cells = rows.cellRange(ofRow: index).map {
                    String(decoding: rows.bytes[rows.byteRange(ofCell: $0)].prefix(1_000), as: UTF8.self)
                }
                found.append((rows.rows[index].number, cells))
            }
        }
        return found
    }
}
