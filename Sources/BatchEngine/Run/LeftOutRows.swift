import BatchModel
import LedgerStore
import Manifests

extension RowDigest {
    /// The digest of a message as the ledger knows it; nil where no manifest can have so many equal rows.
    init?(_ identity: MessageIdentity) { self.init(key: identity.key, ordinal: identity.ordinal) }
}

extension MessageIdentity {
    /// The identity a report's digest stands for.
    init(_ digest: RowDigest) { self.init(key: digest.key, ordinal: Int(digest.ordinal)) }
}

/// The digests of a plan's rows that were left out on purpose: the ledger keeps nothing of them.
///
/// Memory: 32 bytes for each such row; nothing is read when there is none.
struct LeftOutRows {
    private var digests: ArraySlice<RowDigest?> = []

    /// Knows no digest: for rows that cannot be recognised by content.
    init() {}

    /// Checks the manifest once more beside the plan's entries.
    init(_ manifest: Manifest, _ ledger: Ledger, _ plan: StoredPlan) throws {
        guard try ledger.counts(plan).excluded > 0 else { return }
        var entries = PlannedEntries(ledger, plan)
        var found: [RowDigest?] = []
        try manifest.checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { row in
            guard let entry = try entries.next() else { throw ManifestChanged(row: row.row) }
            guard case .excluded = entry.row else { return }
            if case .ready(let key, let ordinal, _) = row.disposition {
                found.append(RowDigest(key: key, ordinal: ordinal))
            } else {
                found.append(nil)
            }
        }
        digests = found[...]
    }

    /// The digest of the next row that was left out; nil when it is not known.
    mutating func next() -> RowDigest? { digests.popFirst() ?? nil }
}
