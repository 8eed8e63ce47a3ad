import BatchModel
import GRDB

/// What was served from a file before, and through the same site and batch from others.
struct CampaignRecord {
    /// Whether no run and no plan that was said yes to is known of the file.
    let isNew: Bool
    private let campaign: Int64?
    private let others: [Int64]
    private let hasServed: Bool

    /// Looks a campaign up; what does not exist yet has no number, and what has no identity no others.
    init(_ identity: CampaignIdentity?, _ campaign: Campaign?, in database: Database) throws {
        self.campaign = campaign?.id
        isNew = try campaign.map { try Self.isNew($0.id, in: database) } ?? true
        hasServed = try campaign.map { try !ServedMessages.all(of: $0.id, in: database).isEmpty } ?? false
        guard isNew, let identity else {
            others = []
            return
        }
        let same = try Int64.fetchAll(
            database, sql: "SELECT id FROM campaign WHERE site = ? AND batch = ? AND id <> ?",
            arguments: [identity.site, identity.batch ?? "", campaign?.id ?? 0])
        others = try same.filter { try ServedMessages(of: $0, in: database) != nil }
    }

    /// Whether nobody was served whom a plan would have to be compared with.
    var isEmpty: Bool { !hasServed && others.isEmpty }

    /// Visits the messages served from this file, by its own record and by that of the file it was before it was moved.
    func forEachServed(
        or predecessor: Int64?, in database: Database, _ body: (_ entry: Int64, _ recipient: UInt64) throws -> Void
    ) throws {
        for source in [campaign, predecessor].compactMap({ $0 }) {
            for served in try ServedMessages.all(of: source, in: database) {
                try served.forEach { entry, recipient, _ in try body(entry, recipient) }
            }
        }
    }

    /// The recipients of waiting rows with another message whom other files of this site and batch served; nil when there are none.
    func servedElsewhere(_ waiting: WaitingRows, in database: Database) throws
        -> EnrolmentSummary.ServedElsewhere?
    {
        var people = RecipientSet()
        try waiting.forEach { _, recipient, isAnother in if isAnother { people.insert(recipient) } }
        people.seal()
        guard !people.isEmpty else { return nil }
        var spelled: [UInt64: UInt64] = [:]
        try waiting.forEachSpelling { _, recipient, spelling, isAnother in
            if isAnother { spelled[spelling] = recipient }
        }
        var met = EntrySet()
        var total = 0
        var most = (recipients: 0, campaign: Int64(0), at: Int64?.none)
        for other in others {
            guard let served = try ServedMessages(of: other, in: database) else { continue }
            var (count, last) = (0, Int64?.none)
            try served.forEach { _, recipient, finishedAt in
                guard let place = people.index(of: recipient) ?? spelled[recipient].flatMap(people.index) else {
                    return
                }
                count += 1
                if let finishedAt { last = max(last ?? finishedAt, finishedAt) }
                if !met.contains(Int64(place)) {
                    met.insert(Int64(place))
                    total += 1
                }
            }
            if count > most.recipients { most = (count, other, last) }
        }
        guard total > 0 else { return nil }
        let path = try String.fetchOne(
            database, sql: "SELECT manifest FROM campaign WHERE id = ?", arguments: [most.campaign])
        return EnrolmentSummary.ServedElsewhere(
            recipients: total, manifestPath: path ?? "", lastAtMilliseconds: most.at)
    }

    private static func isNew(_ campaign: Int64, in database: Database) throws -> Bool {
        try
            !(Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM run WHERE campaign = ?1)
                        OR EXISTS (SELECT 1 FROM plan WHERE campaign = ?1 AND settings <> '')
                    """, arguments: [campaign]) ?? false)
    }
}
