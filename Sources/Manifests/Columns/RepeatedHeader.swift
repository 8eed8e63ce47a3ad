/// Recognises a row that is a header once more, as it comes into a file that was joined from several: the same names, or,
/// where three cells and more hold fields, nothing but names that headers have, in whatever language. Two will do where one is what a
/// column of users is called and nobody is.
///
/// Compared byte by byte, so that a row costs next to nothing that is none.
struct RepeatedHeader {
    /// The columns that the user has and their names without case, spaces, `_` and `-`; a column that we added may say what
    /// became of the row.
    private let columns: [(index: Int, name: [UInt8])]
    /// The columns whose cells show that a row is another file's header: those of fields when there are enough of them.
    private let telling: [Int]
    /// The columns of users and messages, of a table with few others: a name of users and one of messages are a header.
    private let pair: (user: Int, message: Int)?
    private let userNames: [[UInt8]]
    /// Cells of a row that reaches to the last column with a name; what stands behind must be empty.
    private let count: Int
    /// The names by column, as they are compared.
    private let names: [[UInt8]]
    /// What the columns stand for.
    private let fields: [ManifestField?]
    /// What headers call any field, and the names of this header, by their first byte.
    private let knownNames: [[[UInt8]]]
    /// Whether one of them begins with two letters, by both: most cells begin like some name, and few with two letters of one.
    private let beginnings: [Bool]

    /// Fewer cells may well be what somebody wrote.
    private static let leastCells = 3
    /// No name is longer, blanks and signs in it included.
    private static let longestName = 48

    /// Remembers a header.
    init(_ table: ColumnTable) {
        func folded(_ name: String) -> [UInt8] { Array(ColumnName.folded(name).utf8) }
        let added = table.added
        names = table.names.map(folded)
        self.fields = table.fields
        columns = names.indices.filter { [names] in !added.contains($0) && !names[$0].isEmpty }.map { [names] in
            ($0, names[$0])
        }
        count = (columns.last?.index ?? -1) + 1
        let named = columns.map(\.index).filter { table.fields[$0] != nil }
        // Messages are told apart from names at once, by their length.
        let message = table.column(of: .message)
        telling =
            named.count < Self.leastCells
            ? columns.map(\.index) : named.filter { $0 == message } + named.filter { $0 != message }
        let user = table.column(of: .user)
        pair = telling.count < Self.leastCells ? user.flatMap { user in message.map { (user, $0) } } : nil
        userNames = HeaderWords.users.map(folded)
        var known = [[[UInt8]]](repeating: [], count: 256)
        let words = ManifestField.allCases.flatMap(\.headers) + HeaderWords.all
        var beginnings = [Bool](repeating: false, count: 1 << 14)
        for name in Set(columns.map(\.name) + words.map(folded)) {
            guard let first = name.first else { continue }
            known[Int(first)].append(name)
            if name.count > 1, first < 0x80, name[1] < 0x80 { beginnings[Int(first) << 7 | Int(name[1])] = true }
        }
        knownNames = known
        self.beginnings = beginnings
    }

    /// Whether every cell of a row is the header's name of its column, or the row can only be another file's header.
    func isRepeated(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        guard cells.count >= count, !columns.isEmpty, isSame(page, cells) || isOther(page, cells) else { return false }
        return (cells.lowerBound + count..<cells.upperBound).allSatisfy { page.byteRange(ofCell: $0).isEmpty }
    }

    /// Whether the cells of a repeated header name what the columns stand for, whatever they call a field.
    func fits(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        columns.allSatisfy { index, name in
            let cell = page.bytes.span.extracting(range(index, cells, page))
            if Self.isName(name, cell) { return true }
            // A free column may well be called something else; it must only not be another one of this file.
            guard let field = fields[index] else { return !isKnown(cell) }
            let header = String(copying: cell)
            return (ManifestField(header: header) ?? ManifestField(exportHeader: header) ?? HeaderWords.field(header))
                == field
        }
    }

    /// Whether every value of an object is the name of its key, as a header becomes that a converter took for a row.
    func isRepeatedObject(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        guard cells.count >= Self.leastCells else { return false }
        for cell in cells {
            let name = names[Int(page.cells[cell].column)]
            if !Self.isName(name, page.bytes.span.extracting(page.byteRange(ofCell: cell))) { return false }
        }
        return true
    }

    private func isSame(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        for (index, name) in columns where !Self.isName(name, page.bytes.span.extracting(range(index, cells, page))) {
            return false
        }
        return true
    }

    private func isOther(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        guard telling.count >= Self.leastCells else { return isPair(page, cells) }
        for index in telling where !isKnown(page.bytes.span.extracting(range(index, cells, page))) {
            return false
        }
        return true
    }

    private func isPair(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        guard let pair else { return false }
        guard isKnown(page.bytes.span.extracting(range(pair.message, cells, page))) else { return false }
        let user = page.bytes.span.extracting(range(pair.user, cells, page))
        return userNames.contains { Self.isName($0, user) }
    }

    private func isKnown(_ cell: Span<UInt8>) -> Bool {
        guard cell.count > 0, cell.count <= Self.longestName, mayBeKnown(cell) else { return false }
        for name in knownNames[Int(Self.lowercased(cell[0]))] where Self.isName(name, cell) { return true }
        return false
    }

    /// Whether the first two bytes do not say already that a cell is no name; only letters do.
    private func mayBeKnown(_ cell: Span<UInt8>) -> Bool {
        guard cell.count > 1, cell[0] < 0x80 else { return true }
        let second = Self.lowercased(cell[1])
        return second &- 0x61 >= 26 || beginnings[Int(Self.lowercased(cell[0])) << 7 | Int(second)]
    }

    /// The bytes of a column's cell; each of the files may have begun with a mark.
    private func range(_ column: Int, _ cells: Range<Int>, _ page: RecordPage) -> Range<Int> {
        let range = page.byteRange(ofCell: cells.lowerBound + column)
        guard column == columns[0].index, range.count >= 3, page.bytes[range.lowerBound] == 0xEF,
            page.bytes[range.lowerBound + 1] == 0xBB, page.bytes[range.lowerBound + 2] == 0xBF
        else { return range }
        return range.lowerBound + 3..<range.upperBound
    }

    private static func isName(_ name: [UInt8], _ cell: Span<UInt8>) -> Bool {
        var matched = 0
        for index in cell.indices {
            let byte = cell[index]
            if byte >= 0x80 {
                // What is seen of it must be a letter of the name, or nothing: a blank of the web.
                if matched < name.count, name[matched] < 0x80, (0xC3...0xDF).contains(byte) { return false }
                return ColumnName.folded(String(copying: cell)).utf8.elementsEqual(name)
            }
            if byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == 32 || (9...13).contains(byte) {
                continue
            }
            guard matched < name.count, name[matched] == lowercased(byte) else { return false }
            matched += 1
        }
        return matched == name.count
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
