import GRDB

extension Ledger {
    /// The manifests of which this ledger knows a run, or what a report proved, for this site and batch label.
    ///
    /// They are named as `CampaignIdentity.manifestPath` has them. One that was only enrolled is not among them.
    package func sentManifests(site: String, batch: String?) throws -> Set<String> {
        try read { database in
            try String.fetchSet(
                database,
                sql: """
                    SELECT manifest FROM campaign
                    WHERE site = ? AND batch = ? AND (
                        EXISTS (SELECT 1 FROM run WHERE run.campaign = campaign.id)
                        OR EXISTS (
                            SELECT 1 FROM message
                            WHERE message.id BETWEEN campaign.lowest AND campaign.highest
                                AND message.campaign = campaign.id))
                    """,
                arguments: [site, batch ?? ""])
        }
    }
}
