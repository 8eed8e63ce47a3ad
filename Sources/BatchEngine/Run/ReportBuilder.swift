import BatchModel
import LedgerStore
import Manifests
import Reporting

/// Puts the results report together: the manifest's rows in order, each beside its entry in the ledger.
struct ReportBuilder {
    let manifest: Manifest
    let entries: any EntrySource
    let selection: RowSelection
    /// What is known of the rows that the entries only call excluded.
    var leftOut = LeftOutRows()
    /// The rows to write; all are counted.
    var filter = RowFilter()
    /// How attachment paths are shown; nil as the manifest has them.
    var attachments: AttachmentCells?
    /// Hears now and then how many rows were written.
    var progress: (Int) -> Void = { _ in }

    /// What the report counted.
    struct Totals {
        /// All rows.
        var statistics = ReportStatistics()
        /// The rows written.
        var written = BatchTally()
        /// The rows selected for the run.
        var selected = BatchTally()
    }

    /// Writes every row to every writer and puts the reports in place.
    func write(to writers: [any ReportWriter]) throws -> Totals {
        var writers = writers
        var entries = entries
        var leftOut = leftOut
        var totals = Totals()
        var rows = manifest.rows()
        var cursor = RowSelection.Cursor(selection)
        while let entry = try entries.next() {
            guard let row = try rows.next() else { throw ManifestChanged(row: entry.position + 1) }
            let line = line(row, entry, &leftOut)
            totals.statistics.add(line)
            if entry.position % 1_024 == 1_023 { progress(entry.position + 1) }
            if cursor.takes(row: row.row) { totals.selected.count(line.outcome) }
            guard filter.takes(line) else { continue }
            totals.written.count(line.outcome)
            for index in writers.indices {
                try writers[index].add(line, cells: attachments?.cells(of: row) ?? row.cells)
            }
        }
        for index in writers.indices { try writers[index].finish(totals.statistics) }
        return totals
    }

    private func line(_ row: ManifestRow, _ entry: PlanEntry, _ leftOut: inout LeftOutRows) -> ReportEntry {
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
            line.digest = leftOut.coversAll ? leftOut.next() : RowDigest(known.identity)
        case .invalid(let code):
            line.errorKey = code
            line.errorMessage = ManifestCode(rawValue: code)?.meaning
            if leftOut.coversAll { _ = leftOut.next() }
        case .excluded: line.digest = leftOut.next()
        case .new(let identity): line.digest = leftOut.coversAll ? leftOut.next() : RowDigest(identity)
        }
        // What went to the test recipient proves nothing about anybody.
        if selection.testRecipient != nil { line.digest = nil }
        return line
    }
}
