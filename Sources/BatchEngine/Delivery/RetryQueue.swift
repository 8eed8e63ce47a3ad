/// Rows that wait before they are tried again, the earliest first.
struct RetryQueue {
    /// A row and what is known of its attempts in this run.
    struct Waiting {
        var row: SendableRow
        var attempts: Int
        var due: Duration
    }

    private var waiting: [Waiting] = []

    var isEmpty: Bool { waiting.isEmpty }
    var count: Int { waiting.count }

    /// The rows, in no order.
    var entries: [Int64] { waiting.map(\.row.entry) }

    /// When the earliest row is due.
    var earliest: Duration? { waiting.last?.due }

    /// Adds a row, keeping the earliest last.
    mutating func add(_ entry: Waiting) {
        let place = waiting.firstIndex { $0.due <= entry.due } ?? waiting.count
        waiting.insert(entry, at: place)
    }

    /// Takes a row out, and says whether it was there.
    mutating func remove(_ entry: Int64) -> Bool {
        guard let place = waiting.firstIndex(where: { $0.row.entry == entry }) else { return false }
        waiting.remove(at: place)
        return true
    }

    /// Takes up to `limit` rows that are due.
    mutating func take(dueAt now: Duration, limit: Int) -> [Waiting] {
        var taken: [Waiting] = []
        while taken.count < limit, let next = waiting.last, next.due <= now {
            taken.append(next)
            waiting.removeLast()
        }
        return taken
    }
}
