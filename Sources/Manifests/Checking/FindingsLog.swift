import BatchModel

/// Counts problems by code and column, keeps the first of them in words, and hands all of them on where somebody asks.
struct FindingsLog {
    private struct Key: Hashable {
        var code: ManifestCode
        var column: String?
    }

    private let limit: Int
    private let deliver: ((Diagnostic) throws -> Void)?
    private var counts: [Key: Int] = [:]
    private var order: [Key] = []
    private var firsts: [Key: Diagnostic] = [:]
    /// The first of them.
    private(set) var kept: [Diagnostic] = []
    /// All of them.
    private(set) var count = 0

    init(limit: Int, deliver: ((Diagnostic) throws -> Void)?) {
        self.limit = limit
        self.deliver = deliver
    }

    /// Whether words would be put together for nobody.
    var isFull: Bool { deliver == nil && kept.count >= limit }

    /// Whether a problem of this kind was counted.
    func holds(_ code: ManifestCode) -> Bool { order.contains { $0.code == code } }

    /// Counts a problem.
    mutating func add(
        _ problem: RowProblem, _ severity: Diagnostic.Severity, file: String, _ row: RecordPage.Row,
        _ columns: ColumnTable
    ) throws {
        count += 1
        let key = Key(code: problem.code, column: problem.columnName(columns))
        counts[key, default: 0] += 1
        let isFirst = counts[key] == 1
        guard isFirst || !isFull else { return }
        let diagnostic = problem.diagnostic(severity, file: file, row, columns)
        if isFirst {
            order.append(key)
            firsts[key] = diagnostic
        }
        if kept.count < limit { kept.append(diagnostic) }
        try deliver?(diagnostic)
    }

    /// The counts, most frequent first, else in the order of their first row.
    var totals: [ManifestCheck.Total] {
        order.enumerated()
            .map { (place: $0.offset, key: $0.element, count: counts[$0.element] ?? 0) }
            .sorted { ($1.count, $0.place) < ($0.count, $1.place) }
            .map { entry in
                ManifestCheck.Total(
                    code: entry.key.code, column: entry.key.column, count: entry.count,
                    first: firsts[entry.key],
                    job: RepairTask.text(entry.key.code, column: entry.key.column, count: entry.count))
            }
    }
}
