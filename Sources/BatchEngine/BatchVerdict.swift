import BatchModel
import LedgerStore

/// Records verdicts on rows whose outcome is unknown.
package enum BatchVerdict {
    /// Records a verdict on the rows of these numbers, all or none, and returns how many there were.
    ///
    /// - Throws: `RunFault.refused` naming the rows that are not in the manifest, or whose outcome is known.
    package static func record(
        rows: Set<Int>, of record: BatchRecord, in ledger: Ledger, as settlement: (Int64) -> Settlement
    ) throws -> Int {
        var missing = rows
        var known: [String] = []
        var verdicts: [Settlement] = []
        try record.forEachEntry { row, entry in
            guard missing.remove(row) != nil else { return }
            if entry.state == .unknown {
                verdicts.append(settlement(entry.id))
            } else {
                known.append("row \(row) is \(entry.state.outcome.rawValue)")
            }
        }
        known += missing.sorted().map { "row \($0) is not a message of this manifest" }
        guard known.isEmpty else {
            throw RunFault.refused(
                problem:
                    "Only rows whose outcome is unknown can be resolved: \(known.prefix(10).joined(separator: ", ")).",
                remedy: "Name other rows; the report numbers them.")
        }
        try ledger.resolve(verdicts)
        return verdicts.count
    }

    /// Records results that a failing disk did not take, all or none; those it did take after all are passed over.
    ///
    /// - Throws: `RunFault.refused` when the results are of another ledger.
    package static func record(_ rescued: [AttemptRecord], in ledger: Ledger) throws -> Int {
        let known = try ledger.entries(numbered: rescued.map(\.entry))
        if let stranger = rescued.first(where: { known[$0.entry]?.identity.key != $0.key }) {
            throw RunFault.refused(
                problem: "The result of row \(stranger.row) is not of this ledger (\(ledger.path)).",
                remedy: "Name the manifest and the ledger of the run that printed it.")
        }
        // A file put together from several outputs may hold a result twice; of several the last one counts.
        let last = Dictionary(rescued.map { ($0.entry, $0) }) { _, later in later }
        let verdicts = last.values.sorted { $0.entry < $1.entry }
            .filter { known[$0.entry]?.state == .unknown && $0.state != .unknown }.map(\.rescueSettlement)
        try ledger.resolve(verdicts)
        return verdicts.count
    }
}

extension AttemptRecord {
    /// The record for a message whose claim a later start has already counted as an attempt.
    fileprivate var rescueSettlement: Settlement {
        var settlement = settlement
        settlement.attempts = 0
        return settlement
    }
}
