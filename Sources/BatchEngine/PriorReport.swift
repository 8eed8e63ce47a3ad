import BatchModel
import Foundation
import LedgerStore
import Manifests
import Reporting

/// A CSV report of ours that lies beside a manifest: proof of what was sent from elsewhere.
package struct PriorReport {
    /// One line of the report, as far as it proves something.
    struct Line {
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

    /// Opens a report; nil when there is none at this path, or it is not ours.
    package init?(path: String) throws {
        guard let head = AtomicFile.head(of: path, count: 4_096), CSVReportWriter.recognises(head) else { return nil }
        self.path = path
        var reading = ReadingOptions(inputFormat: .csv, delimiter: UInt8(ascii: ","), encoding: "UTF-8")
        reading.maxRowSize = 1 << 24
        table = try Manifest.open(path, options: reading, scope: IdentityScope(site: ""))
    }

    /// Refuses when one of these reports lists sent rows: for a manifest of which the ledger knows nothing, because another
    /// user sent it, another machine, or its ledger was lost.
    package static func refuseForgotten(_ paths: [String], ledger: String) throws {
        for path in paths {
            guard let report = try PriorReport(path: path) else { continue }
            let count = try report.servedCount()
            guard count > 0 else { continue }
            let rows = count == 1 ? "1 row" : "\(count) rows"
            throw RunFault.refused(
                problem: "\(path) lists \(rows) as sent, and this ledger (\(ledger)) knows none of them.",
                remedy: """
                    Name the ledger they were sent with (--ledger), restore what the report proves (ledger import \(path)), make \
                    this a new campaign (--batch NAME), or remove the report if it is from a trial.
                    """)
        }
    }

    /// How many rows the report lists as sent, or as perhaps sent.
    package func servedCount() throws -> Int {
        var count = 0
        try forEachLine { _, line in if line.state == .sent || line.state == .unknown { count += 1 } }
        return count
    }

    /// Records what the report proves about a manifest's rows, which are matched by number, user and sender.
    ///
    /// - Throws: `RunFault.refused` when the manifest is not the one the report is about; nothing is recorded then.
    package func restore(_ manifest: Manifest, as identity: CampaignIdentity, in ledger: Ledger) throws -> ImportSummary
    {
        let rows = try identities(of: manifest)
        guard let campaign = try ledger.campaign(identity, create: true) else { return ImportSummary() }
        return try ledger.importProven(campaign) { record in
            try forEachLine { row, line in
                guard line.state != .pending else { return }
                guard let known = rows[row], known.user == line.user, known.sender == line.sender else {
                    throw RunFault.refused(
                        problem: "Row \(row) of \(path) is not a row of the manifest, or names another user or sender.",
                        remedy: "Put the manifest the report is about in its place, then import again.")
                }
                try record(
                    ImportedRow(
                        identity: known.identity, recipient: known.recipient, state: line.state,
                        attempts: line.attempts, httpStatus: line.httpStatus,
                        finishedAtMilliseconds: line.finishedAtMilliseconds))
            }
        }
    }

    private struct Row {
        var identity: MessageIdentity
        var recipient: UInt64
        var user: String
        var sender: String
    }

    private func identities(of manifest: Manifest) throws -> [Int: Row] {
        var rows: [Int: Row] = [:]
        var names = manifest.rows()
        try manifest.checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { checked in
            guard let named = try names.next(), case .ready(let key, let ordinal, let recipient) = checked.disposition
            else { return }
            rows[checked.row] = Row(
                identity: MessageIdentity(key: key, ordinal: ordinal), recipient: recipient,
                user: named.user, sender: named.sender)
        }
        return rows
    }

    private func forEachLine(_ body: (Int, Line) throws -> Void) throws {
        var rows = table.rows()
        while let row = try rows.next() {
            let cells = Dictionary(row.cells.map { ($0.column, $0.value) }) { first, _ in first }
            guard let number = cells["row"].flatMap({ Int($0) }), let outcome = cells["outcome"].flatMap(Outcome.init)
            else {
                throw RunFault.refused(
                    problem: "Line \(row.line) of \(path) is not a line of a results report.",
                    remedy: "Use the report as it was written.")
            }
            try body(
                number,
                Line(
                    user: CSVReportWriter.text(ofCell: cells["user"] ?? ""),
                    sender: CSVReportWriter.text(ofCell: cells["sender"] ?? ""), state: Self.state(outcome),
                    attempts: cells["attempts"].flatMap { Int($0) } ?? 1,
                    httpStatus: cells["http_status"].flatMap { Int($0) },
                    finishedAtMilliseconds: cells["finished_at"].flatMap(Timestamp.milliseconds)))
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
