/// The part of every row's identity that does not come from the manifest.
package struct IdentityScope: Sendable, Hashable {
    /// The site's address in canonical form; empty while it is unknown.
    package var site: String
    /// The label of the batch; nil without one, which differs from an empty label.
    package var batch: String?

    /// Names a site and a batch.
    package init(site: String, batch: String? = nil) {
        self.site = site
        self.batch = batch
    }
}
