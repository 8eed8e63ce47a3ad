/// A report that a run put in its place, by which the run's ledger knows it again.
package struct OwnReport: Sendable, Hashable {
    /// The number of the run's campaign.
    package let campaign: Int64
    /// Tells the report from what others put at its place.
    package let version: String

    /// Names a report.
    package init(campaign: Int64, version: String) {
        self.campaign = campaign
        self.version = version
    }
}
