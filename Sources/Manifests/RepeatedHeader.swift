/// Recognises a row that is the header once more, as it comes into a file that was joined from several.
///
/// Compared byte by byte, so that a row costs nothing that is none.
struct RepeatedHeader {
    /// The header's names without case, spaces, `_` and `-`; nil for a column that we added, which may say what became of
    /// the row.
    private let names: [[UInt8]?]
    private let first: Int?

    /// Remembers a header.
    init(_ columns: ColumnTable) {
        let added = columns.added
        names = columns.names.indices.map {
            added.contains($0) ? nil : Array(ColumnName.folded(columns.names[$0]).utf8)
        }
        first = names.firstIndex { $0 != nil }
    }

    /// Whether every cell of a row is the header's name of its column.
    func isRepeated(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        guard cells.count == names.count, let first else { return false }
        for (name, cell) in zip(names, cells) {
            guard let name else { continue }
            var range = page.byteRange(ofCell: cell)
            // Each of the files may have begun with a mark.
            if cell == cells.lowerBound + first, page.bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) {
                range = range.lowerBound + 3..<range.upperBound
            }
            guard Self.isName(name, page.bytes.span.extracting(range)) else { return false }
        }
        return true
    }

    private static func isName(_ name: [UInt8], _ cell: Span<UInt8>) -> Bool {
        var matched = 0
        for index in cell.indices {
            let byte = cell[index]
            if byte >= 0x80 {
                return ColumnName.folded(String(copying: cell)).utf8.elementsEqual(name)
            }
            if byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == 32 || (9...13).contains(byte) {
                continue
            }
            guard matched < name.count, name[matched] == (byte &- 0x41 < 26 ? byte | 0x20 : byte) else { return false }
            matched += 1
        }
        return matched == name.count
    }
}
