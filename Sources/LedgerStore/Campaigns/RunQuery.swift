/// Which runs of a ledger are meant; nothing said means all.
package struct RunQuery: Sendable, Hashable {
    /// Those of the manifest that a ledger knows by this path.
    package var manifest: String?
    /// Those through this site.
    package var site: String?
    /// Those of these batches.
    package var batch: BatchFilter
    /// Only the last run of each campaign.
    package var isLastOfCampaign: Bool
    /// At most so many.
    package var limit: Int?

    /// Asks for runs.
    package init(
        manifest: String? = nil, site: String? = nil, batch: BatchFilter = .any, isLastOfCampaign: Bool = false,
        limit: Int? = nil
    ) {
        self.manifest = manifest
        self.site = site
        self.batch = batch
        self.isLastOfCampaign = isLastOfCampaign
        self.limit = limit
    }
}
