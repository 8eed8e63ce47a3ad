import BatchModel
import GRDB

/// Stands for a set of messages: how many there are, and a sum over their digests, whatever their order.
///
/// Two ledgers that served the same messages from a file have the same sum. It says nothing of which messages those are.
package struct ServedSum: Sendable, Hashable, Codable {
    /// How many messages there are.
    package private(set) var count = 0
    /// The sum of their digests, modulo 2^64.
    private var sum: UInt64 = 0

    /// Stands for none.
    package init() {}

    /// Adds a message.
    package mutating func add(_ identity: MessageIdentity) {
        count += 1
        var name: UInt64 = 0
        // Mixed, so that equal differences of digests do not make equal sums.
        for part in [identity.key.high, identity.key.low, UInt64(identity.ordinal)] {
            name = (name ^ part) &* 0xBF58_476D_1CE4_E5B9
            name ^= name >> 31
        }
        sum &+= name
    }
}

extension Ledger {
    /// What was served from a campaign's file, by this ledger: everything that was sent or may have been, also what a person found
    /// not to have arrived, and what other files served of its rows. Nothing for a campaign the ledger does not have.
    ///
    /// Takes about a second for ten million messages.
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
