import BatchModel
import GRDB

/// What another run's ledger holds of messages that this run would send.
package struct HeldMessages: Sendable, Hashable {
    /// Messages that were sent through it, or may have been.
    package var served = 0
    /// Messages that the run at work on it sends, or has yet to send.
    package var underWay = 0
    /// When the last of the served ones was tried, in milliseconds since 1970 (UTC).
    package var lastAtMilliseconds: Int64?
    /// The campaign that served it.
    package var campaign: Int64?

    /// Nothing found yet.
    package init() {}
}

extension Ledger {
    /// Tells the ledger's file from another one at the same path, and knows it at another path.
    package var file: String? { FileSystem.status(path)?.number }

    /// Adds up what this ledger holds of messages; `alive` is the campaign that a run is sending through it right now.
    package func count(
        _ rows: [(identity: MessageIdentity, earlier: EarlierSpellings?)], alive: Campaign?, in held: inout HeldMessages
    ) throws {
        held = try read { database in
            var held = held
            let finder = try EntryFinder(in: database)
            let reach = try alive.flatMap { try Self.reach(of: $0, in: database) }
            for row in rows {
                guard let found = try finder.find(row.identity, row.earlier) else { continue }
                switch found.state {
                case .sent, .unknown: held.takeServed(found)
                // Without a run at work it was left by one that died.
                case .claimed where alive == nil: held.takeServed(found)
                case .claimed: held.underWay += 1
                case .pending, .rejected, .notSent: if reach?.contains(found.entry) ?? false { held.underWay += 1 }
                }
            }
            return held
        }
    }

    /// The labels of batches of a site that this ledger knows.
    package func batches(site: String) throws -> Set<String> {
        try read { try String.fetchSet($0, sql: "SELECT batch FROM campaign WHERE site = ?", arguments: [site]) }
    }

    /// The manifest of a campaign.
    package func manifest(ofCampaign number: Int64) throws -> String? {
        try read { try String.fetchOne($0, sql: "SELECT manifest FROM campaign WHERE id = ?", arguments: [number]) }
    }

    /// The numbers among which the campaign's messages are.
    private static func reach(of campaign: Campaign, in database: Database) throws -> ClosedRange<Int64>? {
        let row = try Row.fetchOne(
            database, sql: "SELECT lowest, highest FROM campaign WHERE id = ?", arguments: [campaign.id])
        guard let lowest: Int64 = row?["lowest"], let highest: Int64 = row?["highest"] else { return nil }
        return lowest...highest
    }
}

extension HeldMessages {
    fileprivate mutating func takeServed(_ found: EntryFinder.Found) {
        served += 1
        if campaign == nil || found.finishedAt ?? 0 >= lastAtMilliseconds ?? 0 {
            campaign = found.campaign
            lastAtMilliseconds = found.finishedAt
        }
    }
}
