import TestSupport

@testable import Workbooks

/// Bytes of a workbook in memory.
struct MemorySource: WorkbookSource {
    let bytes: [UInt8]

    var byteCount: Int64 { Int64(bytes.count) }

    func read(into block: inout [UInt8], at offset: Int64) throws -> Int {
        guard offset < Int64(bytes.count) else { return 0 }
        let piece = bytes[Int(offset)...].prefix(block.count)
        block.replaceSubrange(0..<piece.count, with: piece)
        return piece.count
    }
}

/// A workbook read to its end.
struct SheetSample {
    /// A cell: its place as `B2`, its text, and what is odd about it.
    struct Cell: Hashable, CustomStringConvertible {
        var place: String
        var text: String
        var doubt: CellDoubt?

        init(_ place: String, _ text: String, _ doubt: CellDoubt? = nil) {
            (self.place, self.text, self.doubt) = (place, text, doubt)
        }

        var description: String { "\(place) “\(text)”" + (doubt.map { " \($0)" } ?? "") }
    }

    private(set) var cells: [Cell] = []
    private(set) var hiddenRows: [Int] = []
    private(set) var merges: [String] = []
    private(set) var hiddenColumns: [ClosedRange<Int>] = []
    private(set) var sheets: SheetReader.Sheets?

    /// Reads a sheet.
    init(
        _ bytes: [UInt8], _ format: Workbook.Format = .excel, _ choice: Workbook.Choice = .visible(0),
        limit: Int = 1 << 20
    ) throws {
        let workbook = try Workbook(MemorySource(bytes: bytes), format, limit: limit)
        guard let reader = try workbook.reader(of: choice) else { return }
        var rows = SheetRows()
        while try reader.read(into: &rows) { take(rows) }
        merges = reader.takeMerges().map(\.text)
        hiddenColumns = reader.hiddenColumns
        sheets = reader.sheets
    }

    private mutating func take(_ rows: SheetRows) {
        for index in rows.rows.indices {
            let row = rows.rows[index]
            for number in row.number..<row.number + min(row.count, 100) {
                if row.isHidden { hiddenRows.append(number) }
                for cell in rows.cellRange(ofRow: index) {
                    cells.append(
                        Cell(
                            "\(CellPlace.letters(Int(rows.cells[cell].column)))\(number)",
                            String(decoding: rows.bytes[rows.byteRange(ofCell: cell)], as: UTF8.self),
                            rows.notes.first { $0.cell == cell }?.doubt))
                }
            }
        }
    }
}
