import BatchModel
import Files
import GRDB
import Text

/// What another run's ledger holds of messages that this run would send.
package struct HeldMessages: Sendable, Hashable {
    /// Messages that were sent through it, or may have been.
    package var served = 0
    /// Those of them that may have been.
    package var unknown = 0
    /// Messages that the run at work on it sends, or has yet to send.
    package var underWay = 0
    /// When the last of the served ones was tried, in milliseconds since 1970 (UTC).
    package var lastAtMilliseconds: Int64?
    /// The campaign that served it.
    package var campaign: Int64?

    /// Nothing found yet.
    package init() {}
}

/// A message that this run would send, as it is looked up in another run's ledger.
package struct MessageToSend: Sendable {
    /// What makes it.
    package var identity: MessageIdentity
    /// What a ledger of the earlier rule may call it.
    package var earlier: EarlierSpellings?
    /// The digest of its recipient, and the row it was written for where it is a corrected one.
    package var corrected: (recipient: UInt64, of: StatedRow)?

    /// Describes a message.
    package init(
        _ identity: MessageIdentity, earlier: EarlierSpellings? = nil,
        corrected: (recipient: UInt64, of: StatedRow)? = nil
    ) {
        self.identity = identity
        self.earlier = earlier
        self.corrected = corrected
    }
}

extension Ledger {
    /// Tells the ledger's file from another one at the same path, and knows it at another path.
    package var file: String? {
        (try? FileStatus(at: path, followingLinks: false)).map { "\($0.device):\($0.inode)" }
    }

    /// Adds up what this ledger holds of messages of a batch; `alive` is the campaign that a run is sending through it right now.
    ///
    /// Of a corrected row it holds what it holds of the row it was, while that is for the same recipient.
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
                guard let found else { continue }
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

    /// The campaigns, by their numbers.
    package func identities() throws -> [Int64: CampaignIdentity] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT id, site, batch, manifest FROM campaign")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let batch: String = row["batch"]
                    return (
                        row["id"],
                        CampaignIdentity(
                            site: row["site"], batch: batch.isEmpty ? nil : batch, manifestPath: row["manifest"])
                    )
                })
        }
    }

    /// Who of some people was served through a site and batch, whichever file they were in; nil when nobody was.
    package func served(
        _ people: RecipientSet, site: String, batch: String?
    ) throws -> EnrolmentSummary.ServedElsewhere? {
        try read { database in
            var met = BitSet()
            var most = (count: 0, manifest: "", at: Int64?.none)
            var total = 0
            let campaigns = try Row.fetchAll(
                database, sql: "SELECT id, manifest FROM campaign WHERE site = ? AND batch = ?",
                arguments: [site, batch ?? ""])
            for campaign in campaigns {
                var (count, last) = (0, Int64?.none)
                try ServedMessages(of: campaign["id"], in: database)?.forEach { message in
                    guard let place = people.index(of: message.recipient) else { return }
                    count += 1
                    if let finishedAt = message.finishedAt { last = max(last ?? finishedAt, finishedAt) }
                    if !met.contains(place) { total += 1 }
                    met.insert(place)
                }
                if count > most.count { most = (count, campaign["manifest"], last) }
            }
            guard total > 0 else { return nil }
            return EnrolmentSummary.ServedElsewhere(
                recipients: total, among: people.count, positions: [], batch: batch, manifestPath: most.manifest,
                lastAtMilliseconds: most.at)
        }
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
        if found.state != .sent { unknown += 1 }
        if campaign == nil || found.finishedAt ?? 0 >= lastAtMilliseconds ?? 0 {
            campaign = found.campaign
            lastAtMilliseconds = found.finishedAt
        }
    }
}
