import BatchModel

/// Checks rows one at a time, on bytes, without an allocation for a row that is in order.
///
/// Not copyable, so that asking it about its last row copies nothing and needs no check at run time; one pass owns it.
struct RowChecker: ~Copyable {
    /// Where a field's text stands.
    enum Place {
        case absent
        /// In the page.
        case cell(Range<Int>)
        /// In the defaults.
        case fallback
        /// In what a template made of the row.
        case rendered
    }

    let options: ReadingOptions
    let defaults: RowDefaults
    let inspector: AttachmentInspector
    let hasHeader: Bool
    /// The columns themselves are wrong: nothing more is said about fields that have no column.
    private(set) var columns = ColumnTable()
    private var header = RepeatedHeader(ColumnTable())
    /// The cells of the six fields in the last row.
    private var cells: PerField<Range<Int>> = .init(repeating: 0..<0)
    private var columnOfField: PerField<Int> = .init(repeating: -1)
    private(set) var faultyFields: Set<ManifestField> = []
    /// What is wrong with values of free columns in the last row, which matters to templates only.
    private(set) var spareProblems: [Int: RowProblem] = [:]
    var templates = TemplateCache()
    var damageFinder: DamageFinder
    /// The fields of the last row in which no byte is suspicious.
    var isPlain: PerField<Bool> = .init(repeating: false)
    /// Whether the user of the last row may be more than one name.
    var mayHoldSeveral = false
    /// Whether anybody reads the warnings: damage that makes no row invalid need not be looked for then.
    let warns: Bool

    /// What is wrong with the last row.
    var problems: [RowProblem] = []
    /// What is odd about it.
    var warnings: [RowProblem] = []
    var sender = Place.absent
    var message = Place.absent
    var gifURL = Place.absent
    var attachment: AttachmentInspector.Inspected?
    /// Whether a row so far had a template for a message.
    var hasRendered = false
    var renderedMessage: [UInt8] = []
    var renderedPath: [UInt8] = []
    /// Verdicts on paths met before, by the paths' hashes.
    var verdicts: [UInt64: (path: [UInt8], verdict: AttachmentInspector.Verdict)] = [:]
    /// The last GIF address that was accepted.
    var lastGIF: [UInt8] = []
    /// Which key probably names users, found when so many keys were known.
    var likely: (columnCount: Int, advice: String)?

    init(
        _ options: ReadingOptions, defaults: RowDefaults, inspector: AttachmentInspector, hasHeader: Bool,
        warns: Bool = true
    ) {
        self.options = options
        self.defaults = defaults
        self.inspector = inspector
        self.hasHeader = hasHeader
        self.warns = warns
        damageFinder = DamageFinder(encoding: options.encoding)
    }

    /// Checks a row; `problems` is empty when it can be sent.
    mutating func check(_ page: RecordPage, _ row: Int) {
        (sender, message, gifURL, attachment) = (.absent, .absent, .absent, nil)
        guard locate(page, row) else { return }
        checkUser(page)
        checkSender(page)
        checkMessage(page, row)
        checkGIF(page)
        checkAttachment(page, row)
        checkDamage(page)
        if case .malformed = page.statedOrdinal(ofRow: row) { problems.append(RowProblem(code: .badOrdinal)) }
    }

    /// Finds the row's cells; false when the row cannot be looked at any closer.
    mutating func locate(_ page: RecordPage, _ row: Int) -> Bool {
        problems.removeAll(keepingCapacity: true)
        warnings.removeAll(keepingCapacity: true)
        if page.columns.count != columns.count { adopt(page.columns) }
        cells = .init(repeating: 0..<0)
        isPlain = .init(repeating: false)
        mayHoldSeveral = false
        let range = page.cellRange(ofRow: row)
        if hasHeader {
            for index in columnOfField.indices {
                let column = columnOfField[index]
                if column >= 0, column < range.count {
                    cells[index] = page.byteRange(ofCell: range.lowerBound + column)
                }
            }
            guard page.fitsHeader(row: row) else {
                problems.append(raggedRow(page.ownCellCount(ofRow: row)))
                return false
            }
            if header.isRepeated(page, range) {
                let number = page.rows[row].number
                problems.append(header.fits(page, range) ? .repeatedHeader(number) : .strangeHeader(number))
                return false
            }
        } else if header.isRepeatedObject(page, range) {
            problems.append(.repeatedHeader(page.rows[row].number))
            return false
        } else {
            // What is said of an object must not depend on the keys of others.
            columnOfField = .init(repeating: -1)
            for cell in range {
                let column = Int(page.cells[cell].column)
                if let field = columns.fields[column] {
                    cells[field.index] = page.byteRange(ofCell: cell)
                    columnOfField[field.index] = column
                }
            }
        }
        return takeIssues(page, row)
    }

    private mutating func adopt(_ columns: ColumnTable) {
        self.columns = columns
        header = RepeatedHeader(columns)
        for field in ManifestField.allCases { columnOfField[field.index] = columns.column(of: field) ?? -1 }
        templates.forgetBindings()
    }

    private func raggedRow(_ count: Int) -> RowProblem {
        let cells = count == 1 ? "1 cell" : "\(count) cells"
        return RowProblem(
            code: .raggedRow,
            words: (
                "The row has \(cells), the header has \(columns.ownCount).",
                count > columns.ownCount
                    ? "Put cells that hold the delimiter or a line break in quotes." : "Add the missing cells."
            ))
    }

    /// Takes over what the reader found; false when it found no row at all.
    private mutating func takeIssues(_ page: RecordPage, _ row: Int) -> Bool {
        if !faultyFields.isEmpty { faultyFields.removeAll() }
        if !spareProblems.isEmpty { spareProblems.removeAll() }
        if page.issues.isEmpty { return true }
        var isRow = true
        for issue in page.issues(ofRow: row) {
            var problem = RowProblem(
                code: issue.code, column: issue.column, spoilsFile: issue.code.spoilsFile,
                words: (issue.problem, issue.remedy))
            if issue.isSpare(columns), let column = issue.column {
                spareProblems[column] = problem
                if columns.fields[column] != nil, warns { warnings.append(.unusedID(column, columns)) }
                continue
            }
            if let column = issue.column, let field = columns.fields[column] {
                problem.field = field
                faultyFields.insert(field)
            }
            problems.append(problem)
            if issue.code == .notAnObject || issue.code == .jsonSyntax { isRow = false }
        }
        return isRow
    }

    // MARK: Fields

    /// The bytes of a field in the last row; empty when it has none.
    func range(of field: ManifestField) -> Range<Int> { cells[field.index] }

    /// The column of a field; nil when the file has none.
    func column(of field: ManifestField) -> Int? {
        let column = columnOfField[field.index]
        return column < 0 ? nil : column
    }

    /// Whether the file has a column for a field, and nothing is wrong with what stands there.
    func hasColumn(_ field: ManifestField) -> Bool {
        (!hasHeader || columnOfField[field.index] >= 0) && !faultyFields.contains(field)
    }

    mutating func add(_ code: ManifestCode, _ field: ManifestField, _ words: (String, String)? = nil) {
        problems.append(problem(code, field, words))
    }

    func problem(_ code: ManifestCode, _ field: ManifestField, _ words: (String, String)? = nil) -> RowProblem {
        RowProblem(code: code, column: column(of: field), field: field, words: words)
    }

    // MARK: Reading what was found

    /// Hands the text at a place to a closure.
    func read<Result>(
        _ place: Place, _ field: ManifestField, _ page: RecordPage, _ body: (Span<UInt8>) -> Result
    ) -> Result {
        switch place {
        case .absent: return body([UInt8]().span)
        case .cell(let range): return body(page.bytes.span.extracting(range))
        case .rendered:
            let text = renderedMessage
            return body(text.span)
        case .fallback:
            if field == .message, case .text(let text) = defaults.message { return body(text.span) }
            return body(fallback(for: field).span)
        }
    }
}

/// One value for each field, in place.
typealias PerField<Value> = InlineArray<6, Value>

extension ManifestField {
    /// The field's place among all fields.
    var index: Int {
        switch self {
        case .user: 0
        case .sender: 1
        case .message: 2
        case .attachment: 3
        case .gifURL: 4
        case .id: 5
        }
    }
}

extension RecordPage {
    /// The cell of a row that belongs to a column; the last one of several.
    func cell(ofRow row: Int, column: Int, isPositional: Bool) -> Int? {
        let range = cellRange(ofRow: row)
        if isPositional { return column < range.count ? range.lowerBound + column : nil }
        return range.last { cells[$0].column == column }
    }
}
