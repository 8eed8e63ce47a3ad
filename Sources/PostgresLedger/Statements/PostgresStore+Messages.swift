import BatchModel
import LedgerStore

extension PostgresStore {
    private static let groupSize = 4_096
    private static let mostKeys = 64

    package func lookup(_ rows: [(identity: MessageIdentity, earlier: EarlierSpellings?)]) throws -> [LedgerEntry?] {
        try read { connection in
            var found: [LedgerEntry?] = []
            for start in stride(from: 0, to: rows.count, by: Self.groupSize) {
                let group = rows[start..<min(start + Self.groupSize, rows.count)]
                let entries = try connection.entries(group.map(\.identity))
                found += group.indices.map { entries[$0 - start] }
            }
            return found
        }
    }

    package func entries(numbered numbers: [Int64]) throws -> [Int64: LedgerEntry] {
        try read { connection in
            let rows = try connection.query(
                "SELECT \(MessageReading.columns) FROM message WHERE id = ANY ($1::bigint[])", [Set(numbers).sorted()])
            return Dictionary(try rows.map { try MessageReading.entry($0) }.map { ($0.id, $0) }) { first, _ in first }
        }
    }

    /// No ledger of the earlier rule was ever in a database.
    package func mayHoldEarlierNames() throws -> Bool { false }

    package func served(_ identity: CampaignIdentity) throws -> ServedSum {
        try read { connection in
            var served = ServedSum()
            guard let campaign = try connection.campaign(identity) else { return served }
            // A person's verdict comes after the run whose messages are summed up, and so must not change the sum.
            let condition = """
                (state IN (\(DeliveryState.sqlList(\.isServed)))
                    OR state = \(DeliveryState.notSent.rawValue) AND error_key = '\(PersonVerdict.notSent.errorKey)')
                """
            for source in [
                """
                FROM message JOIN campaign ON campaign.id = $1 AND message.id BETWEEN lowest AND highest
                WHERE message.campaign = $1
                """,
                """
                FROM counted JOIN message ON message.id = counted.message
                WHERE counted.campaign = $1 AND coalesce(message.campaign, 0) <> $1
                """,
            ] {
                try connection.forEach(
                    "SELECT key_high, key_low, ordinal \(source) AND \(condition)", [campaign.id]
                ) { served.add(MessageReading.identity($0, from: 0)) }
            }
            return served
        }
    }

    package func served(
        _ people: RecipientSet, site: String, batch: String?
    ) throws -> EnrolmentSummary.ServedElsewhere? {
        try read { connection in
            let campaigns = try connection.query(
                "SELECT id FROM campaign WHERE site = $1 AND batch = $2 ORDER BY id", [site, batch ?? ""]
            ).map { $0.integer(0) }
            let records = PostgresCensusRecords(connection)
            var met = MetPeople()
            for campaign in campaigns { try met.add(servedBy: campaign, in: records) { people.index(of: $0) } }
            return try met.summary(among: people.count, in: records)
        }
    }

    package func refusals(of campaign: Campaign) throws -> [EarlierRefusal] {
        try read { connection in
            try connection.query(
                """
                SELECT error_key, min(finished_at) AS first
                FROM message JOIN campaign ON campaign.id = $1 AND message.id BETWEEN lowest AND highest
                WHERE message.campaign = $1 AND state = \(DeliveryState.rejected.rawValue)
                    AND error_key IS NOT NULL AND finished_at IS NOT NULL
                GROUP BY error_key ORDER BY first, error_key LIMIT \(Self.mostKeys)
                """, [campaign.id]
            ).map { EarlierRefusal(errorKey: $0.text(0) ?? "", firstAtMilliseconds: $0.integer(1)) }
        }
    }
}
