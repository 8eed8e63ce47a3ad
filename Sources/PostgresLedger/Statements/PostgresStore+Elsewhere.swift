import BatchModel
import LedgerStore

extension PostgresStore {
    package func count(
        _ rows: [MessageToSend], site: String, batch: String?, alive: Campaign?, in held: inout HeldMessages
    ) throws {
        held = try read { connection in
            var held = held
            let reach = try alive.flatMap { try connection.reach(of: $0) }
            let own = try connection.find(rows.map(\.identity))
            let batch = CampaignIdentity(site: site, batch: batch, manifestPath: "")
            let corrected = rows.compactMap(\.corrected)
            let versions = corrected.isEmpty ? nil : try RowVersions(batch, in: connection)
            let originals = try versions?.originals(of: corrected.map(\.of)) ?? [:]
            for (place, row) in rows.enumerated() {
                var found = own[place]
                if found?.state.isServed != true, let corrected = row.corrected, let original = originals[corrected.of],
                    original.message.recipient == corrected.recipient, original.batch == batch.batch ?? ""
                {
                    found = original.message
                }
                if let found { held.take(found, isAlive: alive != nil, reach) }
            }
            return held
        }
    }
}

extension Connection {
    /// The numbers among which a campaign's messages are; nil when it has none.
    fileprivate func reach(of campaign: Campaign) throws -> ClosedRange<Int64>? {
        let row = try query("SELECT lowest, highest FROM campaign WHERE id = $1", [campaign.id]).first
        guard let lowest = row?.optionalInteger(0), let highest = row?.optionalInteger(1) else { return nil }
        return lowest...highest
    }
}
