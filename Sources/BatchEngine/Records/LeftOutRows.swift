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

/// The digests of rows that the ledger cannot tell: those left out on purpose, of which it keeps nothing, and all rows where it may
/// know them by names of the earlier rule.
///
/// Memory: 32 bytes for each such row; nothing is read when there is none.
struct LeftOutRows {
    private var digests: ArraySlice<RowDigest?> = []
    /// Whether there is one for every row.
    private(set) var coversAll = false

    /// Knows no digest: for rows that cannot be recognised by content.
    init() {}

    /// Checks the manifest once more, beside the plan's entries where it is the one the plan was made from.
    init(_ manifest: Manifest, _ ledger: any Ledger, _ plan: StoredPlan, isUnchanged: Bool = true) throws {
        coversAll = try ledger.mayHoldEarlierNames()
        guard try coversAll || isUnchanged && ledger.counts(plan).excluded > 0 else { return }
        var entries = PlannedEntries(ledger, plan)
        var found: [RowDigest?] = []
        try manifest.checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { row in
            if !coversAll {
                guard let entry = try entries.next() else { throw ManifestChanged(row: row.row) }
                guard case .excluded = entry.row else { return }
            }
            if case .ready(let key, let ordinal, _) = row.disposition {
                found.append(RowDigest(key: key, ordinal: ordinal))
            } else {
                found.append(nil)
            }
        }
        digests = found[...]
    }

    /// The digest of the next of these rows; nil when it is not known.
    mutating func next() -> RowDigest? { digests.popFirst() ?? nil }
}
