import BatchModel
import Foundation
import LedgerStore
import Manifests
import Text

/// What a report that a new one would take the place of says was sent, and perhaps no ledger knows: it is then the only proof.
///
/// Memory: forty bytes for each line that says sent or unknown.
package struct ReplacedReport {
    private struct Line {
        var identity: MessageIdentity
        /// `Int64.min` for none.
        var finishedAt: Int64
        /// Whether it says sent, and not only perhaps.
        var isSent: Bool

        /// Whether a ledger that has this of the message loses nothing with the line.
        func isExplained(by entry: LedgerEntry?) -> Bool {
            guard let entry else { return false }
            let known = KnownMessage(state: entry.state, finishedAtMilliseconds: entry.trace.finishedAtMilliseconds)
            // Of a row that may have been sent, whatever the ledger has is what became of it.
            return entry.state == .sent || !isSent && entry.state != .pending || !known.isOlder(than: finishedAt)
        }
    }

    private static let pageSize = 4_096

    private var lines: [Line] = []

    /// Reads what lies at a path; nil when it is no report of ours, or one that a run of this campaign left there itself.
    ///
    /// - Throws: `RunFault.refused` for a report that cannot be read.
    package init?(at path: String, unless record: BatchRecord) throws {
        guard FileManager.default.fileExists(atPath: path),
            try !record.ledger.left(reportAt: path, of: record.run.campaign),
            let report = try PriorReport.readable(path)
        else { return nil }
        var items = report.lines()
        while let item = try items.next() {
            // Without a digest nobody can tell which message a line is about.
            guard case .line(let line) = item, line.isServed, case .digest(let digest) = line.identity else { continue }
            lines.append(
                Line(
                    identity: MessageIdentity(digest), finishedAt: line.trace.finishedAtMilliseconds ?? .min,
                    isSent: line.outcome == .sent))
        }
    }

    /// How many lines say that a message was sent, or may have been, of which no ledger knows so far.
    package var unexplained: Int { lines.count }

    /// Strikes what a ledger knows as well or better: as sent, with a person's verdict on that attempt, or from a later one.
    package mutating func strike(knownTo ledger: any Ledger) throws {
        try strike(in: ledger) { ($0.identity, nil) }
    }

    /// The same for the ledger of a record, also by names of the earlier rule, which only the list tells.
    package mutating func strike(knownTo record: BatchRecord) throws {
        try strike(inOrderOf: PlannedEntries(record.ledger, record.plan))
        try strike(knownTo: record.ledger)
        guard !lines.isEmpty, try record.ledger.mayHoldEarlierNames(), try record.manifest.missingContent() == nil
        else {
            return
        }
        var names: [MessageIdentity: EarlierSpellings] = [:]
        var limits = CheckLimits(previews: 0)
        limits.findsEarlierSpellings = true
        try record.manifest.checkEach(limits: limits, progress: { _ in }) { row in
            guard case .ready(let key, let ordinal, _) = row.disposition, let earlier = row.earlier else { return }
            names[MessageIdentity(key: key, ordinal: ordinal)] = earlier
        }
        guard !names.isEmpty else { return }
        try strike(in: record.ledger) { ($0.identity, names[$0.identity]) }
    }

    /// Strikes what the rows of a plan explain, page by page. A report has the rows in the order of its plan, which the ledger reads at
    /// a stretch; each look-up by itself reads its file in another place. What is in another order is left for that.
    private mutating func strike(inOrderOf entries: PlannedEntries) throws {
        var entries = entries
        var explained = BitSet()
        var next = 0
        while next < lines.count, let page = try Self.page(of: &entries) {
            var place = next
            while place < min(lines.count, next + Self.pageSize) {
                if let entry = page[lines[place].identity] {
                    if lines[place].isExplained(by: entry) { explained.insert(place) }
                    next = place + 1
                }
                place += 1
            }
        }
        guard !explained.isEmpty else { return }
        lines = lines.indices.filter { !explained.contains($0) }.map { lines[$0] }
    }

    /// What the ledger has for the next rows; nil after the last.
    private static func page(of entries: inout PlannedEntries) throws -> [MessageIdentity: LedgerEntry]? {
        var page: [MessageIdentity: LedgerEntry] = [:]
        page.reserveCapacity(pageSize)
        while page.count < pageSize {
            guard let entry = try entries.next() else { return page.isEmpty ? nil : page }
            if let known = entry.entry { page[known.identity] = known }
        }
        return page
    }

    private mutating func strike(
        in ledger: any Ledger, as row: (Line) -> (identity: MessageIdentity, earlier: EarlierSpellings?)
    ) throws {
        var left: [Line] = []
        var start = 0
        while start < lines.count {
            let page = lines[start..<min(start + Self.pageSize, lines.count)]
            left += zip(page, try ledger.lookup(page.map(row))).filter { !$0.isExplained(by: $1) }.map(\.0)
            start += page.count
        }
        lines = left
    }
}
