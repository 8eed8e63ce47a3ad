import BatchEngine
import BatchModel
import Files
import Foundation
import LedgerStore
import Reporting
import Text

extension ResolveCommand {
    /// Writes the rows whose outcome is unknown to a table for a person to fill in.
    func writeSheet(to path: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let input = try ManifestInput(manifest, named: batch.store.manifestName, environment: environment)
        try batch.withRecord(of: input, environment) { record, ledger in
            try Self.refuseReplacing(path)
            let sink: any ReportSink = path == "-" ? StandardOutput() : try AtomicFile(path: path)
            var sheet: any VerdictTable =
                Self.isWorkbook(path) ? try VerdictWorkbookWriter(to: sink) : try VerdictSheetWriter(to: sink)
            var count = 0
            try record.forEachUnknown { row, _ in
                try sheet.add(row)
                count += 1
            }
            guard count > 0 else {
                // Nothing is put in place of what is not finished.
                return json ? Console.out(JSONText.of(["exported": 0])) : Console.err("No row of the list is unknown.")
            }
            try sheet.finish()
            guard path != "-" else { return }
            guard !json else { return Console.out(JSONText.of(["exported": count])) }
            let followUp = FollowUp(
                manifest: manifest, named: batch.store.manifestName, batch: record.run.campaign.identity.batch,
                ledger: ledger.displayName,
                environment: environment, format: record.manifest.options.inputFormat)
            Console.out("\(Numbers.count(count, "unknown row")) in \(DisplayText.oneLine(path, limit: 1_000)).")
            Console.err(
                """
                Look each up on the site and write sent or not-sent under verdict; what stays empty stays unknown. Then: \
                \(followUp.resolve) --from \(DisplayText.shellWord(path))
                """)
        }
        withExtendedLifetime(input) {}
    }

    /// Whether the table goes into a workbook.
    static func isWorkbook(_ path: String) -> Bool { path.lowercased().hasSuffix(".xlsx") }

    /// A table may hold what a person found out, and any other file is somebody's.
    private static func refuseReplacing(_ path: String) throws {
        guard path != "-", try AtomicFile.head(of: path, count: 1).map({ !$0.isEmpty }) ?? false else { return }
        guard let sheet = (try? VerdictSheet(path: path)) ?? nil else {
            throw FileFault(
                path: path, reason: "is there already and is no table of --export; give another file")
        }
        guard sheet.lines.isEmpty else {
            throw FileFault(
                path: path,
                reason:
                    "holds \(Numbers.count(sheet.lines.count, "verdict")) already; record them with --from, or give another file"
            )
        }
    }

    /// Records what a person wrote into a table.
    func record(_ sheet: VerdictSheet, from path: String, of record: BatchRecord, in ledger: any Ledger) throws
        -> BatchVerdict.Summary
    {
        let found = try BatchVerdict.find(sheet, from: path, of: record, in: ledger)
        guard !found.isEmpty else {
            throw RunFault.unrecorded(
                problem: "\(path) holds no verdict: \(Numbers.count(sheet.blank, "line")) without one.",
                remedy: "Write sent or not-sent under verdict for the rows that were looked up.")
        }
        try confirm(found, blank: sheet.blank, source: path)
        return try BatchVerdict.record(found, in: ledger)
    }

    /// Shows each unknown row, asks what became of it, and records the answers together.
    func askEach(of record: BatchRecord, in ledger: any Ledger) throws -> BatchVerdict.Summary {
        var rows: [(shown: VerdictSheetWriter.Row, entry: LedgerEntry)] = []
        try record.forEachUnknown { rows.append(($0, $1)) }
        var found = BatchVerdict.GivenVerdicts()
        var blank = 0
        for (place, row) in rows.enumerated() {
            switch Confirmation.verdict(on: row.shown, place: place + 1, of: rows.count) {
            case .given(let verdict): found.add(verdict, on: row.entry, row: row.shown.row, user: row.shown.user)
            case .skipped: blank += 1
            case .ended:
                blank += rows.count - place
                return try recordAnswers(found, blank, ledger)
            }
        }
        return try recordAnswers(found, blank, ledger)
    }

    private func recordAnswers(
        _ found: BatchVerdict.GivenVerdicts, _ blank: Int, _ ledger: any Ledger
    ) throws -> BatchVerdict.Summary {
        guard !found.isEmpty else { return BatchVerdict.Summary() }
        try confirm(found, blank: blank, source: nil)
        return try BatchVerdict.record(found, in: ledger)
    }

    private func confirm(_ found: BatchVerdict.GivenVerdicts, blank: Int, source: String?) throws {
        Confirmation.preview(found, blank: blank, source: source)
        guard !batch.yes else { return }
        guard Console.canAsk else {
            throw RunFault.unrecorded(
                problem: "\(source ?? "This") needs a yes.", remedy: "Look at the preview; if it is right, add --yes.")
        }
        guard Confirmation.agrees("Record this? [y/N] ") else {
            throw Failure(.refused, "Nothing was recorded. The same command asks again.")
        }
    }
}
