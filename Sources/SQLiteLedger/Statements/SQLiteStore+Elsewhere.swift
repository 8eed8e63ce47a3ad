import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func count(
        _ rows: [MessageToSend], site: String, batch: String?, alive: Campaign?, in held: inout HeldMessages
    ) throws {
        held = try read { database in
            var held = held
            let finder = try EntryFinder(in: database)
            let reach = try alive.flatMap { try Self.reach(of: $0, in: database) }
            let batch = CampaignIdentity(site: site, batch: batch, manifestPath: "")
            let versions = rows.contains { $0.corrected != nil } ? try RowVersions(batch, in: database) : nil
            for row in rows {
                var found = try finder.find(row.identity, row.earlier)
                if found?.state.isServed != true, let corrected = row.corrected,
                    let original = try versions?.original(corrected.of), original.recipient == corrected.recipient,
                    original.batch == batch.batch ?? ""
                {
                    found = try finder.find(entry: original.entry)
                }
                if let found { held.take(found, isAlive: alive != nil, reach) }
            }
            return held
        }
    }

    /// The numbers among which the campaign's messages are.
    private static func reach(of campaign: Campaign, in database: Database) throws -> ClosedRange<Int64>? {
        let row = try Row.fetchOne(
            database, sql: "SELECT lowest, highest FROM campaign WHERE id = ?", arguments: [campaign.id])
        guard let lowest: Int64 = row?["lowest"], let highest: Int64 = row?["highest"] else { return nil }
        return lowest...highest
    }
}
