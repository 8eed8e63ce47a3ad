import BatchModel
import GRDB
import LedgerStore
import Text

extension SQLiteStore {
    package func served(_ identity: CampaignIdentity) throws -> ServedSum {
        try read { database in
            var served = ServedSum()
            guard let campaign = try Self.campaign(identity, in: database) else { return served }
            let reach = try Row.fetchOne(
                database, sql: "SELECT lowest, highest FROM campaign WHERE id = ?", arguments: [campaign.id])
            if let lowest: Int64 = reach?["lowest"], let highest: Int64 = reach?["highest"] {
                try served.add(
                    "FROM message WHERE id BETWEEN ?2 AND ?3 AND campaign = ?1", [campaign.id, lowest, highest],
                    in: database)
            }
            if try LedgerSchema.hasTaken(step: 2, in: database) {
                try served.add(
                    """
                    FROM counted JOIN message ON message.id = counted.message
                    WHERE counted.campaign = ?1 AND ifnull(message.campaign, 0) <> ?1
                    """, [campaign.id], in: database)
            }
            return served
        }
    }
}

extension SQLiteStore {
    package func served(
        _ people: RecipientSet, site: String, batch: String?
    ) throws -> EnrolmentSummary.ServedElsewhere? {
        try read { database in
            let campaigns = try Int64.fetchAll(
                database, sql: "SELECT id FROM campaign WHERE site = ? AND batch = ? ORDER BY id",
                arguments: [site, batch ?? ""])
            let records = SQLiteCensusRecords(in: database)
            var met = MetPeople()
            for campaign in campaigns { try met.add(servedBy: campaign, in: records) { people.index(of: $0) } }
            return try met.summary(among: people.count, in: records)
        }
    }
}

extension ServedSum {
    /// A person's verdict comes after the run whose messages are summed up, and so must not change the sum.
    private static let condition = """
        (state IN (\(DeliveryState.sqlList(\.isServed)))
            OR state = \(DeliveryState.notSent.rawValue) AND error_key = '\(PersonVerdict.notSent.errorKey)')
        """

    fileprivate mutating func add(_ source: String, _ arguments: [Int64], in database: Database) throws {
        let selection = try PreparedStatement(
            "SELECT key_high, key_low, ordinal \(source) AND \(Self.condition)", in: database)
        for (place, argument) in arguments.enumerated() { selection.bind(argument, at: Int32(place + 1)) }
        defer { selection.reset() }
        while try selection.step() {
            add(
                MessageIdentity(
                    key: MessageKey(
                        high: UInt64(bitPattern: selection.integer(0)), low: UInt64(bitPattern: selection.integer(1))),
                    ordinal: Int(selection.integer(2))))
        }
    }
}
