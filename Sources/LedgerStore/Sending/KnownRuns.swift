import GRDB

/// The runs of one site and batch label that a ledger knows.
///
/// A ledger that does not know a run which the registry says went through it was replaced, by an empty one, an older copy, or
/// one that was restored from a report.
package struct KnownRuns: Sendable, Hashable {
    /// Whether each run has ended, by its manifest and the time of its start.
    private var ended: [String: [Int64: Bool]] = [:]

    /// Knows none.
    package init() {}

    mutating func add(_ manifest: String, startedAtMilliseconds: Int64, hasEnded: Bool) {
        ended[manifest, default: [:]][startedAtMilliseconds] = hasEnded
    }

    /// Whether the last run of a record is among them, ended where the record says that it has.
    package func have(_ record: SendingRecord) -> Bool {
        guard let hasEnded = ended[record.manifest]?[record.lastAtMilliseconds] else { return false }
        return hasEnded || record.served == nil
    }
}

extension Ledger {
    /// The runs this ledger knows for a site and a batch label.
    package func runs(site: String, batch: String?) throws -> KnownRuns {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT campaign.manifest, run.started_at, run.ended_at IS NOT NULL AS has_ended
                    FROM campaign JOIN run ON run.campaign = campaign.id
                    WHERE campaign.site = ? AND campaign.batch = ?
                    """,
                arguments: [site, batch ?? ""])
            var known = KnownRuns()
            while let row = try rows.next() {
                known.add(row["manifest"], startedAtMilliseconds: row["started_at"], hasEnded: row["has_ended"])
            }
            return known
        }
    }
}
