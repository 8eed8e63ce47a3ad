import BatchModel
import Text

/// Takes the people from the rows of a table or of JSON.
struct ListRows {
    private let file: String
    private let mapped: String?
    private let reportText: (String) -> String
    private var columns: ListColumns
    private var digests = RecipientDigest()
    private var header = RepeatedHeader(ColumnTable())
    private var keys: [String] = []
    private var nameless: (count: Int, first: SourceLocation)?

    /// For rows below a header whose columns are known.
    init(file: String, columns: ListColumns, reportText: @escaping (String) -> String) {
        (self.file, self.columns, self.reportText, mapped) = (file, columns, reportText, nil)
    }

    /// For JSON, whose columns are met one by one.
    init(file: String, mapped: String?, reportText: @escaping (String) -> String) {
        (self.file, self.mapped, self.reportText) = (file, mapped, reportText)
        columns = ListColumns(ColumnTable(), mapped: mapped)
    }

    /// Reads to the end; throws a `ListFault` for a row that does not plainly name somebody.
    mutating func read(_ reader: any RecordReader, hasHeader: Bool, into users: inout SuppressedUsers) throws {
        var page = RecordPage()
        while try reader.read(into: &page) {
            if hasHeader {
                header = RepeatedHeader(page.columns)
            } else {
                columns = ListColumns(page.columns, mapped: mapped)
                keys = page.columns.names
                if columns.isReport { users.isReport() }
            }
            for row in page.firstRow..<page.rows.count { try take(page, row, hasHeader, &users) }
            page.startOver()
        }
        guard let nameless, !columns.isReport else { return }
        if columns.users.isEmpty, !keys.isEmpty {
            throw ListFault(
                SourceLocation(file: file),
                "No key of the list is known to name users: its keys are \(ColumnCheck.list(keys)).",
                LikelyUsers(keys).question("the key of names") + "Call the one that does \"user\".")
        }
        let others = nameless.count == 1 ? "" : ", and \(Numbers.grouped(nameless.count - 1)) more do not either"
        throw ListFault(
            nameless.first, "Row \(nameless.first.row ?? 0) names no user\(others).",
            "Fill in the name, or remove the row.")
    }

    private mutating func take(
        _ page: RecordPage, _ row: Int, _ hasHeader: Bool, _ users: inout SuppressedUsers
    ) throws {
        let range = page.cellRange(ofRow: row)
        if hasHeader {
            try refuseIssues(page, row, hasHeader)
            if isBlank(page, range) || header.isRepeated(page, range) { return }
            guard page.fitsHeader(row: row) else {
                throw ragged(page, row, range.count)
            }
        } else {
            try refuseIssues(page, row, hasHeader)
        }
        var names: [UInt64] = []
        for cell in range {
            let column = hasHeader ? cell - range.lowerBound : Int(page.cells[cell].column)
            guard columns.users.contains(column) else { continue }
            try add(page.text(ofCell: cell), page, row, column, to: &names, &users)
        }
        guard names.isEmpty else { return users.add(names) }
        nameless = ((nameless?.count ?? 0) + 1, nameless?.first ?? place(page, row))
    }

    private mutating func add(
        _ cell: String, _ page: RecordPage, _ row: Int, _ column: Int, to names: inout [UInt64],
        _ users: inout SuppressedUsers
    ) throws {
        if columns.isReport {
            let user = reportText(cell)
            if !ListedName.trimmed(user).isEmpty { names.append(digests.of(user)) }
            return
        }
        var place = place(page, row)
        place.column = page.columns.names[column]
        names += try ListCell.digests(cell, at: place, &digests, &users)
    }

    /// What only concerns other columns does not matter here.
    private func refuseIssues(_ page: RecordPage, _ row: Int, _ hasHeader: Bool) throws {
        for issue in page.issues(ofRow: row) where issue.code != .duplicateKey {
            guard let column = issue.column else {
                throw ListFault(
                    place(page, row), issue.problem,
                    hasHeader ? issue.remedy : "Write every element as an object with the key \"user\".")
            }
            if columns.users.contains(column) {
                var place = place(page, row)
                place.column = page.columns.names[column]
                throw ListFault(place, issue.problem, issue.remedy)
            }
        }
    }

    private func ragged(_ page: RecordPage, _ row: Int, _ count: Int) -> ListFault {
        ListFault(
            place(page, row),
            """
            Row \(page.rows[row].number) has \(count == 1 ? "1 cell" : "\(count) cells"), the header has \
            \(page.columns.count): its user may stand in another column.
            """, "Put cells that hold the delimiter or a line break in quotes, or add the missing cells.")
    }

    private func isBlank(_ page: RecordPage, _ cells: Range<Int>) -> Bool {
        cells.allSatisfy { TextRules.isBlank(page.bytes.span.extracting(page.byteRange(ofCell: $0))) }
    }

    private func place(_ page: RecordPage, _ row: Int) -> SourceLocation {
        SourceLocation(file: file, row: page.rows[row].number, line: page.rows[row].line)
    }
}
