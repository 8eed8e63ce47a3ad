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
    /// What leads from the folder of a file to be sent again to the one attachment paths start from; nil when no such file is
    /// written.
    var wayBack: String?
    /// The identities of the rows by today's rule, nil for the invalid ones; empty where the entries have them.
    var identities: [MessageIdentity?] = []
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
        var rows = manifest.rows(keepingTexts: wayBack != nil)
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
                try writers[index].add(line, original: original(row, entry, line))
            }
        }
        for index in writers.indices { try writers[index].finish(totals.statistics) }
        return totals
    }

    /// The row as it is sent again: with the number it has among equal rows.
    private func original(_ row: ManifestRow, _ entry: PlanEntry, _ line: ReportEntry) -> OriginalRow {
        var original = row.original(wayBack: wayBack ?? "")
        let digest = identities.isEmpty ? line.digest : identities[entry.position].flatMap(RowDigest.init)
        original.ordinal = digest.map(StatedOrdinal.init) ?? ordinal(stated: original.ordinal, row, entry)
        return original
    }

    private func ordinal(stated: StatedOrdinal, _ row: ManifestRow, _ entry: PlanEntry) -> StatedOrdinal {
        switch entry.row {
        case .invalid(ManifestCode.duplicateUser.rawValue):
            var digests = RecipientDigest()
            return .secondOfRecipient(digests.of(row.user))
        case .invalid(ManifestCode.badOrdinal.rawValue):
            // The row that has the same number may not be in the file: this one must not pass for it there.
            guard case .number = stated, let text = stated.text else { return stated }
            return .malformed("\(text) twice")
        case .message, .new, .invalid, .excluded: return stated
        }
    }

    private func line(_ row: ManifestRow, _ entry: PlanEntry, _ leftOut: inout LeftOutRows) -> ReportEntry {
        var line = ReportEntry(
            row: row.row, user: selection.testRecipient ?? row.user, sender: row.sender, outcome: entry.outcome,
            id: row.id)
        line.take(entry, isTest: selection.testRecipient != nil)
        if case .excluded = entry.row {
            let digest = leftOut.next()
            if selection.testRecipient == nil { line.digest = digest }
        }
        return line
    }
}

extension ReportEntry {
    /// Takes over what the ledger has for the row.
    mutating func take(_ entry: PlanEntry, isTest: Bool) {
        switch entry.row {
        case .message(let known):
            trace = known.trace
            digest = RowDigest(known.identity)
        case .invalid(let code):
            trace.errorKey = code
            trace.errorMessage = ManifestCode(rawValue: code)?.meaning
        case .excluded: break
        case .new(let identity): digest = RowDigest(identity)
        }
        // What went to the test recipient proves nothing about anybody.
        if isTest { digest = nil }
    }
}
