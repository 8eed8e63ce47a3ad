/// What all senders of a run keep to together, as the ledger counts it.
package struct FleetTerms: Sendable, Hashable {
    /// The site, as it enters every row's identity.
    package var site: String
    /// The time between two attempts; nil without a rate.
    package var spacing: Duration?
    /// Attempts are claimed so long before their slot.
    package var horizon: Duration = .milliseconds(50)
    /// Most attempts on one day; nil is any number.
    package var perDay: Int?
    /// How many failed rows end the run; nil never do.
    package var mostFailed: Int?
    /// How many identical refusals in a row end the run while nothing was accepted.
    package var refusalsBeforeSuccess = 5
    /// How many do after that; nil never do.
    package var refusalsInARow: Int?
    /// The settings that concern the site, as the first sender wrote them for those who join.
    package var written = ""

    /// Names a site without any limit.
    package init(site: String) { self.site = site }
}
