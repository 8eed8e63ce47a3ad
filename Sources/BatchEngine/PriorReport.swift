import BatchModel
import Foundation
import LedgerStore
import Manifests
import Reporting

/// A CSV report of ours that lies beside a manifest: proof of what was sent from elsewhere.
package struct PriorReport {
    /// One line of the report, as far as it proves something.
    private struct Line {
        var row: Int
        var user: String
        var sender: String
        var state: DeliveryState
        var attempts: Int
        var httpStatus: Int?
        var finishedAtMilliseconds: Int64?
    }

    /// The report's path.
    package let path: String
    private let table: Manifest

    /// Opens a report; nil when there is none at this path, or it is not ours. Throws `FileFault` when it cannot be read.
    package init?(path: String) throws {
        // A link is followed: what it leads to is only read.
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let head = try AtomicFile.head(of: real, count: 4_096), CSVReportWriter.recognises(head) else {
            return nil
        }
        self.path = path
        var reading = ReadingOptions(inputFormat: .csv, delimiter: UInt8(ascii: ","), encoding: "UTF-8")
        reading.maxRowSize = 1 << 24
        table = try Manifest.open(path, options: reading, scope: IdentityScope(site: ""))
    }

    /// Refuses when one of these reports lists sent rows: for a manifest of which the ledger knows nothing, because another
    /// user sent it, another machine, or its ledger was lost.
    package static func refuseForgotten(_ paths: [String], ledger: String) throws {
        for path in paths {
            guard let report = try readable(path) else { continue }
            let count = try report.servedCount()
            guard count > 0 else { continue }
            let rows = count == 1 ? "1 row" : "\(count) rows"
            throw RunFault.refused(
                problem:
                    "\(path) lists \(rows) as sent, or perhaps sent, and this ledger (\(ledger)) knows none of them.",
                remedy: """
                    Name the ledger they were sent with (--ledger), restore what the report proves (ledger import \(path)), make \
                    this a new campaign (--batch NAME), or remove the report if it is from a trial.
                    """)
        }
    }

    /// A report that cannot be read may be another user's, who sent these rows.
    private static func readable(_ path: String) throws -> PriorReport? {
        do {
            return try PriorReport(path: path)
        } catch let fault as FileFault {
            throw RunFault.refused(
                problem: "\(fault), and it may list rows as sent that this ledger does not know.",
                remedy: "Ask its owner for the ledger or a copy, make this a new campaign (--batch NAME), or remove it."
            )
        }
    }

    /// How many rows the report lists as sent, or as perhaps sent.
    package func servedCount() throws -> Int {
        var count = 0
        var lines = Lines(self)
        while let line = try lines.next() { if line.state == .sent || line.state == .unknown { count += 1 } }
        return count
    }

    /// Records what the report proves about a manifest's rows, which are matched by number, user and sender.
    ///
    /// Both are read side by side, so memory does not grow with them.
    ///
    /// - Throws: `RunFault.refused` when the manifest is not the one the report is about, or the report's lines are not in
    ///   their order; nothing is recorded then.
    package func restore(_ manifest: Manifest, as identity: CampaignIdentity, in ledger: Ledger) throws -> ImportSummary
    {
        guard let campaign = try ledger.campaign(identity, create: true) else { return ImportSummary() }
        return try ledger.importProven(campaign) { record in
            var lines = Lines(self)
            var names = manifest.rows()
            var line = try lines.nextProof()
            try manifest.checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { checked in
                guard let named = try names.next(), let proof = line, proof.row == checked.row else { return }
                guard case .ready(let key, let ordinal, let recipient) = checked.disposition,
                    named.user == proof.user, named.sender == proof.sender
                else { throw foreign(proof.row) }
                try record(
                    ImportedRow(
                        identity: MessageIdentity(key: key, ordinal: ordinal), recipient: recipient, state: proof.state,
                        attempts: proof.attempts, httpStatus: proof.httpStatus,
                        finishedAtMilliseconds: proof.finishedAtMilliseconds))
                line = try lines.nextProof()
            }
            if let line { throw foreign(line.row) }
        }
    }

    private func foreign(_ row: Int) -> RunFault {
        RunFault.refused(
            problem: "Row \(row) of \(path) is not a row of the manifest, or names another user or sender.",
            remedy: "Put the manifest the report is about in its place, then import again.")
    }

    /// The report's lines one after the other, in the order of the manifest's rows.
    private struct Lines {
        private let path: String
        private var rows: ManifestRows
        private var last = 0

        init(_ report: PriorReport) {
            path = report.path
            rows = report.table.rows()
        }

        /// The next line that proves something, when it comes in the order of the rows.
        mutating func nextProof() throws -> Line? {
            while let line = try next() {
                guard line.row > last else {
                    throw RunFault.refused(
                        problem: "\(path) lists row \(line.row) after row \(last).",
                        remedy: "Sort the report by its column row, or use it as it was written.")
                }
                last = line.row
                if line.state != .pending { return line }
            }
            return nil
        }

        mutating func next() throws -> Line? {
            guard let row = try rows.next() else { return nil }
            let cells = Dictionary(row.cells.map { ($0.column, $0.value) }) { first, _ in first }
            guard let number = cells["row"].flatMap({ Int($0) }), let outcome = cells["outcome"].flatMap(Outcome.init)
            else {
                throw RunFault.refused(
                    problem: "Line \(row.line) of \(path) is not a line of a results report.",
                    remedy: "Use the report as it was written.")
            }
            return Line(
                row: number, user: CSVReportWriter.text(ofCell: cells["user"] ?? ""),
                sender: CSVReportWriter.text(ofCell: cells["sender"] ?? ""), state: PriorReport.state(outcome),
                attempts: cells["attempts"].flatMap { Int($0) } ?? 1,
                httpStatus: cells["http_status"].flatMap { Int($0) },
                finishedAtMilliseconds: cells["finished_at"].flatMap(Timestamp.milliseconds))
        }
    }

    private static func state(_ outcome: Outcome) -> DeliveryState {
        switch outcome {
        case .sent: .sent
        case .rejected: .rejected
        case .notSent: .notSent
        case .unknown: .unknown
        case .invalid, .excluded, .pending: .pending
        }
    }
}
