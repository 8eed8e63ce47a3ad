/// What makes a campaign: the same file sent through the same site under the same batch label.
package struct CampaignIdentity: Sendable, Hashable {
    /// The site as it enters every row's identity.
    package var site: String
    /// The batch label; nil and empty are the same.
    package var batch: String?
    /// The manifest's path with every link resolved.
    package var manifestPath: String

    /// Names a campaign.
    package init(site: String, batch: String?, manifestPath: String) {
        self.site = site
        self.batch = batch?.isEmpty == true ? nil : batch
        self.manifestPath = manifestPath
    }
}

/// A campaign of this ledger.
package struct Campaign: Sendable, Hashable {
    /// Its number in this ledger.
    package let id: Int64
    /// What makes it.
    package let identity: CampaignIdentity

    /// Names a campaign that a ledger has.
    package init(id: Int64, identity: CampaignIdentity) { (self.id, self.identity) = (id, identity) }
}

/// Which batches to look for.
package enum BatchFilter: Sendable, Hashable {
    /// Whatever the label.
    case any
    /// Exactly this label; nil is no label.
    case named(String?)
}
