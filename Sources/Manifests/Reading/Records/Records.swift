import BatchModel
import Text
import Workbooks

/// One record of a file.
package struct NamedRecord {
    /// The physical line it starts on.
    package let line: Int
    /// Whether its line is no record at all, or gives one name two values.
    package let isDamaged: Bool
    /// What it has for each of the names asked for; nil where it has nothing, `null` included.
    package let values: [String?]
}

/// Reads a file's records one after the other.
///
/// Not `Sendable`: one task reads it.
package struct Records {
    private let reader: any RecordReader
    private let names: [String]
    private let hasHeader: Bool
    private var page = RecordPage()
    private var next = 0
    private var places: [Int?] = []
    private var placedCount = -1

    init(_ reader: any RecordReader, _ names: [String], hasHeader: Bool) {
        self.reader = reader
        self.names = names
        self.hasHeader = hasHeader
    }

    /// The columns or keys met so far; all of them in a table once a record was asked for.
    package var columns: [String] { page.columns.names }

    /// The columns of a table that have a name, whatever its case, blanks, `_` and `-`, as a spreadsheet counts them: `7 (G)`.
    package func places(of name: String) -> [String] {
        let folded = ColumnName.folded(name)
        return columns.indices.filter { ColumnName.folded(columns[$0]) == folded }
            .map { "\($0 + 1) (\(CellPlace.letters($0)))" }
    }

    /// What the file says beside the list of records, as far as it was read: all of it after the last record.
    package var members: [String: JSONValue] { (reader as? RecordListReader)?.members ?? [:] }

    /// The next record; nil after the last. Throws a `ManifestFault` where the file breaks off, and of kind `.changed` when it is
    /// no longer the file that was opened.
    package mutating func nextRecord() throws -> NamedRecord? {
        while next >= page.rows.count {
            page.startOver()
            guard try read() else { return nil }
            next = page.firstRow
            placeNames()
        }
        defer { next += 1 }
        let values = places.map { column -> String? in
            guard let column, let cell = page.cell(ofRow: next, column: column, isPositional: hasHeader) else {
                return nil
            }
            return page.text(ofCell: cell)
        }
        return NamedRecord(line: page.rows[next].line, isDamaged: !page.issues(ofRow: next).isEmpty, values: values)
    }

    private mutating func read() throws -> Bool {
        do {
            return try reader.read(into: &page)
        } catch var fault as ManifestFault where fault.code == .undecodable {
            // The option is the list's, and this is another file.
            fault.remedy =
                "Save this file as UTF-8 (“CSV UTF-8” in a spreadsheet program); \(option: .encoding) counts for your list alone."
            throw fault
        }
    }

    private mutating func placeNames() {
        guard placedCount != page.columns.count else { return }
        placedCount = page.columns.count
        places = names.map { page.columns.column(named: $0) }
    }
}
