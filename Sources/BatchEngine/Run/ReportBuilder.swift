import BatchModel
import LedgerStore
import Manifests
import Reporting

/// Puts the results report together: the manifest's rows in order, each beside its entry in the ledger.
struct ReportBuilder {
    private static let keysCounted = 1_000

    let manifest: Manifest
    let entries: any EntrySource
    let selection: RowSelection
    /// Writes only rows of these outcomes; nil writes all. All are counted.
    var only: Set<Outcome>?

    /// What the report counted.
    struct Totals {
        var all = BatchTally()
        var selected = BatchTally()
        var keys: [String: (count: Int, message: String?)] = [:]

        /// The keys of failed and unknown rows, the most frequent first.
        var ranking: [(key: String, count: Int, message: String?)] {
            keys.map { ($0.key, $0.value.count, $0.value.message) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        }
    }

    /// Writes every row to every writer and puts the reports in place.
    func write(to writers: [any ReportWriter]) throws -> Totals {
        var writers = writers
        var entries = entries
        var totals = Totals()
        var rows = manifest.rows()
        var cursor = RowSelection.Cursor(selection)
        while let entry = try entries.next() {
            guard let row = try rows.next() else { throw ManifestChanged(row: entry.position + 1) }
            let line = line(row, entry)
            totals.count(line, isSelected: cursor.takes(row: row.row), keysCounted: Self.keysCounted)
            guard only?.contains(line.outcome) ?? true else { continue }
            for index in writers.indices { try writers[index].add(line) }
        }
        for index in writers.indices { try writers[index].finish() }
        return totals
    }

    private func line(_ row: ManifestRow, _ entry: PlanEntry) -> ReportEntry {
        var line = ReportEntry(
            row: row.row, user: selection.testRecipient ?? row.user, sender: row.sender, outcome: entry.outcome,
            id: row.id)
        switch entry.row {
        case .message(let known):
            line.errorKey = known.errorKey
            line.errorMessage = known.errorMessage
            line.httpStatus = known.httpStatus
            line.attempts = known.attempts
            line.finishedAtMilliseconds = known.finishedAtMilliseconds
            line.durationMilliseconds = known.durationMilliseconds
        case .invalid(let code):
            line.errorKey = code
            line.errorMessage = ManifestCode(rawValue: code)?.meaning
        case .excluded, .new: break
        }
        return line
    }
}

extension ReportBuilder.Totals {
    fileprivate mutating func count(_ line: ReportEntry, isSelected: Bool, keysCounted: Int) {
        all.count(line.outcome)
        if isSelected { selected.count(line.outcome) }
        guard line.outcome != .sent, let key = line.errorKey else { return }
        if let known = keys[key] {
            keys[key] = (known.count + 1, known.message)
        } else if keys.count < keysCounted {
            keys[key] = (1, line.errorMessage)
        }
    }
}
