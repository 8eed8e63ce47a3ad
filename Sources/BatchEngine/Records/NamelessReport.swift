import BatchModel
import LedgerStore
import Reporting

/// The results report of a manifest that changed meanwhile: what the ledger knows of each row, by its number.
///
/// Who the rows are for can no longer be told; their identities can, which is what an import goes by.
struct NamelessReport {
    let entries: any EntrySource
    let numbers: RowNumbers
    let selection: RowSelection

    /// Writes every row to every writer and puts the reports in place.
    func write(to writers: [any ReportWriter]) throws -> ReportBuilder.Totals {
        var writers = writers
        var entries = entries
        var totals = ReportBuilder.Totals()
        var cursor = RowSelection.Cursor(selection)
        while let entry = try entries.next() {
            var line = ReportEntry(
                row: numbers[entry.position], user: selection.testRecipient ?? "", sender: "", outcome: entry.outcome)
            line.take(entry, isTest: selection.testRecipient != nil)
            totals.statistics.add(line)
            totals.written.count(line.outcome)
            if cursor.takes(row: line.row) { totals.selected.count(line.outcome) }
            for index in writers.indices { try writers[index].add(line) }
        }
        for index in writers.indices { try writers[index].finish(totals.statistics) }
        return totals
    }
}
