/// Cells of a sheet that form a rectangle.
package struct CellRange: Sendable, Hashable {
    /// Columns, counted from 0.
    package var columns: ClosedRange<Int>
    /// Rows, counted from 1.
    package var rows: ClosedRange<Int>

    init(columns: ClosedRange<Int>, rows: ClosedRange<Int>) { (self.columns, self.rows) = (columns, rows) }

    /// Reads `A2:B5`; nil for anything else.
    init?(_ text: String) {
        let corners = text.split(separator: ":").map { CellPlace(Array($0.utf8)) }
        guard (1...2).contains(corners.count), let first = corners[0], let last = corners[corners.count - 1],
            first.column <= last.column, first.row <= last.row
        else { return nil }
        (columns, rows) = (first.column...last.column, first.row...last.row)
    }

    /// `A2:B5`.
    package var text: String {
        "\(CellPlace.letters(columns.lowerBound))\(rows.lowerBound):\(CellPlace.letters(columns.upperBound))\(rows.upperBound)"
    }
}

/// Where a cell stands.
package struct CellPlace: Sendable, Hashable {
    /// The most columns and rows any spreadsheet program has.
    static let (columnLimit, rowLimit) = (16_384, 16_777_216)

    /// The column, counted from 0.
    package var column: Int
    /// The row, counted from 1.
    package var row: Int

    /// Reads `AB12`, dollar signs left out; nil for anything else.
    init?(_ text: [UInt8]) {
        var place = 0
        var column = 0
        while place < text.count, text[place] | 0x20 &- 0x61 < 26 {
            column = column * 26 + Int(text[place] & 0x1F)
            place += 1
            if column > Self.columnLimit { return nil }
        }
        let digits = text[place...]
        guard column > 0, (1...8).contains(digits.count), digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        let row = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (1...Self.rowLimit).contains(row) else { return nil }
        (self.column, self.row) = (column - 1, row)
    }

    /// A, B, ... Z, AA: how a spreadsheet calls the column.
    package static func letters(_ column: Int) -> String {
        var name = ""
        var rest = column
        while true {
            name = String(Character(Unicode.Scalar(UInt8(65 + rest % 26)))) + name
            if rest < 26 { return name }
            rest = rest / 26 - 1
        }
    }
}
