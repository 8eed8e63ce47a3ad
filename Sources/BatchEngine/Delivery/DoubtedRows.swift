import BatchModel
import GrupoAPI

/// Rows whose answers may be another's, until that is on disk.
struct DoubtedRows {
    private var rows: [Int64: RowReference] = [:]
    private var isNew = false

    /// The rows, in their order, if some were added since the last call; else none.
    mutating func takeNew() -> [RowReference] {
        guard isNew else { return [] }
        isNew = false
        return rows.values.sorted { $0.row < $1.row }
    }

    /// Doubts rows.
    mutating func add(_ references: [RowReference]) {
        for reference in references { rows[reference.entry] = reference }
        isNew = isNew || !references.isEmpty
    }

    /// Doubts a row no more.
    mutating func remove(_ entry: Int64) { rows[entry] = nil }

    /// Turns the result of a row that is doubted into an unknown one.
    mutating func judge(_ record: AttemptRecord) -> AttemptRecord {
        guard rows.removeValue(forKey: record.entry) != nil else { return record }
        var record = record
        record.result = record.result.doubted()
        return record
    }
}
