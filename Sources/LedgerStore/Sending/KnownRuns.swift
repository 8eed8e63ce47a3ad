import GRDB

/// The runs of one site and batch label that a ledger knows.
///
/// A ledger that does not know a run which the registry says went through it was replaced, by an empty one, an older copy, or
/// one that was restored from a report.
package struct KnownRuns: Sendable, Hashable {
    /// The times of the runs' starts, by manifest.
    private var starts: [String: Set<Int64>] = [:]
    /// The manifests of runs that were cut off.
    private var cutOff: Set<String> = []

    /// Knows none.
    package init() {}

    mutating func add(_ manifest: String, startedAtMilliseconds: Int64, hasEnded: Bool) {
        starts[manifest, default: []].insert(startedAtMilliseconds)
        if !hasEnded { cutOff.insert(manifest) }
    }

    /// Whether the last run of a record is among them, or one of its manifest that was cut off: after a power failure the ledger is
    /// what the disk surely held at some moment of a run, and knows each row that may have left by then.
    package func have(_ record: SendingRecord) -> Bool {
        cutOff.contains(record.manifest) || starts[record.manifest]?.contains(record.lastAtMilliseconds) ?? false
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
