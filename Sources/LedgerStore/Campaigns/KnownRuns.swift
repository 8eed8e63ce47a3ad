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

    mutating func add(_ run: RunRecord) {
        let manifest = run.campaign.identity.manifestPath
        starts[manifest, default: []].insert(run.startedAtMilliseconds)
        if run.endedAtMilliseconds == nil { cutOff.insert(manifest) }
    }

    /// Whether the last run of a record is among them, or one of its manifest that was cut off: after a power failure the ledger is
    /// what the disk surely held at some moment of a run, and knows each row that may have left by then.
    package func have(_ record: SendingRecord) -> Bool {
        cutOff.contains(record.manifest) || starts[record.manifest]?.contains(record.lastAtMilliseconds) ?? false
    }
}
