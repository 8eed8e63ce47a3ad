import BatchModel
import LedgerStore
import Manifests

/// What `validate` does: the first pass of a run, on nothing but the manifest and a ledger it only reads.
package struct ManifestPreview {
    /// What was found.
    package struct Findings: Sendable {
        /// What is in the manifest.
        package var check: ManifestCheck
        /// What the ledger knows of its rows; nil when it was not consulted, or there is none.
        package var ledger: BatchTally?
        /// Whether the ledger has ever had this file, or knows any of its rows.
        package var isKnown = false
        /// Recipients who would get a second message because their row was edited.
        package var editedServed = 0
    }

    private let source: ManifestSource
    private let reading: ReadingOptions
    private let scope: IdentityScope
    private let hasSite: Bool
    private let limits: CheckLimits

    /// Prepares a check; without a site the ledger is not consulted.
    package init(
        _ source: ManifestSource, reading: ReadingOptions, site: String?, batch: String?, limits: CheckLimits
    ) {
        self.source = source
        self.reading = reading
        scope = IdentityScope(site: site ?? "", batch: batch)
        hasSite = site != nil
        self.limits = limits
    }

    /// Checks, and looks into the ledger at `ledgerPath` if there is one; `found` gets every error and warning of the rows.
    package func run(
        ledger ledgerPath: String?, found: ((Diagnostic) throws -> Void)? = nil,
        progress: @escaping (CheckProgress) -> Void = { _ in }
    ) throws -> Findings {
        try RunFault.naming {
            let manifest = try source.open(reading, scope)
            guard hasSite, let ledgerPath, let ledger = try Ledger.openForReading(at: ledgerPath) else {
                return Findings(check: try manifest.check(limits: limits, progress: progress, found: found))
            }
            defer { ledger.close() }
            let campaign = try ledger.campaign(
                CampaignIdentity(
                    site: scope.site, batch: scope.batch, manifestPath: source.ledgerPath(of: manifest)),
                create: false)
            var check = ManifestCheck?.none
            let summary = try ledger.preview(campaign) { enrolment in
                check = try manifest.checkEach(limits: limits, progress: progress, found: found) { row in
                    try enrolment.add(row.enrolled(isLeftOut: row.isSuppressed))
                }
            }
            guard let check else {
                return Findings(check: try manifest.check(limits: limits, progress: progress, found: found))
            }
            return Findings(
                check: check, ledger: summary.counts.tally, isKnown: campaign != nil || summary.alreadyKnown > 0,
                editedServed: summary.editedServed.count)
        }
    }
}
