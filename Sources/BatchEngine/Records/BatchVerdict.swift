import BatchModel
import LedgerStore

/// Records verdicts on rows whose outcome is unknown, and takes them back.
package enum BatchVerdict {
    /// What was recorded.
    package struct Summary: Sendable, Hashable {
        /// Rows whose state changed.
        package var recorded = 0
        /// Rows that were left as they are: known ones within a range of rows, and results that had been recorded before.
        package var passedOver = 0

        /// Nothing recorded yet.
        package init() {}
    }

    /// Records a person's verdict on every row it applies to.
    package static func recordAll(of record: BatchRecord, in ledger: any Ledger, as verdict: PersonVerdict) throws
        -> Summary
    {
        var summary = Summary()
        if let own = try record.ownEntries() {
            let meant = own.filter { verdict.applies(to: $0.state, errorKey: $0.trace.errorKey) }.map(\.id)
            try give(verdict, to: meant, in: ledger)
            summary.recorded = meant.count
            return summary
        }
        summary.recorded = try ledger.resolveAll(record.plan, as: verdict)
        return summary
    }

    /// The rows that a person named, before the verdict is given on them.
    package struct NamedRows {
        /// The first of them with their users.
        package fileprivate(set) var first: [(row: Int, user: String)] = []
        /// How many there are.
        package var count: Int { entries.count }
        /// Whether ranges take in every row that a verdict can be given on, and others beside or beyond them: nobody has
        /// looked at each of those.
        package fileprivate(set) var isAsGoodAsAll = false
        fileprivate var entries: [Int64] = []
        fileprivate var passedOver = 0
    }

    /// Finds the rows of these numbers that a verdict is meant for; `limit` of them are named.
    ///
    /// A row named by itself must be one the verdict applies to; of a range it is given on those it applies to, and there must be
    /// one.
    ///
    /// - Throws: `RunFault.unrecorded` naming the rows that are not in the manifest, or that the verdict does not apply to.
    package static func find(
        _ rows: [ClosedRange<Int>], of record: BatchRecord, for verdict: PersonVerdict, limit: Int = 0
    ) throws -> NamedRows {
        var single = Set(rows.filter { $0.count == 1 }.map(\.lowerBound))
        var empty = Set(rows.filter { $0.count > 1 })
        var refused: [String] = []
        var found = NamedRows()
        var (last, leavesOut, hasRanged) = (0, false, false)
        try record.forEachEntry { row, user, entry in
            last = max(last, row)
            let isNamed = single.remove(row) != nil
            let ranges = rows.filter { $0.count > 1 && $0.contains(row) }
            let isMeant = verdict.applies(to: entry.state, errorKey: entry.trace.errorKey)
            guard isNamed || !ranges.isEmpty else {
                leavesOut = leavesOut || isMeant
                return
            }
            if isMeant {
                found.entries.append(entry.id)
                if found.first.count < limit { found.first.append((row, user)) }
                empty.subtract(ranges)
                hasRanged = hasRanged || !ranges.isEmpty
            } else if isNamed {
                refused.append(words(row, entry, verdict))
            } else {
                found.passedOver += 1
            }
        }
        refused += single.sorted().map { "row \($0) is not a message of your list" }
        refused += empty.sorted { $0.lowerBound < $1.lowerBound }.map { "rows \(text($0)) hold none" }
        guard refused.isEmpty else { throw refusal(refused, verdict) }
        let goesBeyond = rows.contains { $0.upperBound > last }
        found.isAsGoodAsAll = goesBeyond || hasRanged && !leavesOut && found.passedOver > 0
        return found
    }

    /// Records a person's verdict on rows that were found, all or none.
    package static func record(_ found: NamedRows, in ledger: any Ledger, as verdict: PersonVerdict) throws -> Summary {
        var summary = Summary()
        summary.recorded = found.count
        summary.passedOver = found.passedOver
        try give(verdict, to: found.entries, in: ledger)
        return summary
    }

    private static func give(_ verdict: PersonVerdict, to entries: [Int64], in ledger: any Ledger) throws {
        guard verdict != .unknown else { return try ledger.takeBack(entries) }
        try ledger.resolve(entries.map(verdict.settlement))
    }

    private static func text(_ rows: ClosedRange<Int>) -> String {
        rows.upperBound == .max ? "\(rows.lowerBound)-" : "\(rows.lowerBound)-\(rows.upperBound)"
    }

    private static func words(_ row: Int, _ entry: LedgerEntry, _ verdict: PersonVerdict) -> String {
        let outcome = entry.state.words
        guard verdict == .unknown else { return "row \(row) is \(outcome)" }
        switch entry.state {
        case .unknown: return "row \(row) is unknown already"
        case .sent, .notSent: return "row \(row) is \(outcome), and not by a person's verdict alone"
        case .pending, .claimed, .rejected: return "row \(row) is \(outcome)"
        }
    }

    private static func refusal(_ rows: [String], _ verdict: PersonVerdict) -> RunFault {
        let what =
            verdict == .unknown
            ? "Only a person's verdict can be taken back, and only until the row is tried again"
            : "Only rows whose outcome is unknown can be resolved"
        let more = rows.count > 10 ? " and \(rows.count - 10) more" : ""
        return .unrecorded(
            problem: "\(what): \(rows.prefix(10).joined(separator: ", "))\(more).",
            remedy: "Name other rows; the report numbers them.")
    }
}

extension DeliveryState {
    /// The state as reports name it, in words.
    var words: String { outcome.words }
}
