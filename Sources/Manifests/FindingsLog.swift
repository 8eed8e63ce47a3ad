import BatchModel

/// Counts problems by code and column, and keeps the first of them in words.
struct FindingsLog {
    private struct Key: Hashable {
        var code: ManifestCode
        var column: String?
    }

    private let limit: Int
    private var counts: [Key: Int] = [:]
    private var order: [Key] = []
    /// The first of them.
    private(set) var kept: [Diagnostic] = []
    /// All of them.
    private(set) var count = 0

    init(limit: Int) { self.limit = limit }

    /// Whether words would be put together for nobody.
    var isFull: Bool { kept.count >= limit }

    /// Counts a problem.
    mutating func add(
        _ problem: RowProblem, _ severity: Diagnostic.Severity, file: String, _ row: RecordPage.Row,
        _ columns: ColumnTable
    ) {
        count += 1
        let key = Key(code: problem.code, column: problem.columnName(columns))
        if counts[key] == nil { order.append(key) }
        counts[key, default: 0] += 1
        if kept.count < limit { kept.append(problem.diagnostic(severity, file: file, row, columns)) }
    }

    /// The counts, most frequent first, else in the order of their first row.
    var totals: [ManifestCheck.Total] {
        order.enumerated()
            .map { (place: $0.offset, key: $0.element, count: counts[$0.element] ?? 0) }
            .sorted { ($1.count, $0.place) < ($0.count, $1.place) }
            .map { entry in
                ManifestCheck.Total(
                    code: entry.key.code, column: entry.key.column, count: entry.count,
                    job: Job.text(entry.key.code, column: entry.key.column, count: entry.count))
            }
    }
}
