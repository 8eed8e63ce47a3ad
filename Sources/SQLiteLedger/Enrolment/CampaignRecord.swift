import BatchModel
import GRDB
import LedgerStore
import Text

/// What was served from a file before, and through the same site and batch from others.
struct CampaignRecord {
    /// Whether no run and no plan that was said yes to is known of the file.
    let isNew: Bool
    private let campaign: Int64?
    /// Those of other files, under the same label.
    private let others: [Int64]
    /// Those of this file under labels, where it was never sent without one and is to be now.
    private let labelled: [Int64]
    private let hasServed: Bool

    /// Looks a campaign up; what does not exist yet has no number, and what has no identity no others.
    init(_ identity: CampaignIdentity?, _ campaign: Campaign?, in database: Database) throws {
        self.campaign = campaign?.id
        let isNew = try campaign.map { try Self.isNew($0.id, in: database) } ?? true
        self.isNew = isNew
        hasServed = try campaign.map { try !ServedMessages.all(of: $0.id, in: database).isEmpty } ?? false
        func served(_ condition: String, _ arguments: StatementArguments) throws -> [Int64] {
            try Int64.fetchAll(
                database, sql: "SELECT id FROM campaign WHERE \(condition) ORDER BY id", arguments: arguments
            ).filter { try ServedMessages(of: $0, in: database) != nil }
        }
        others =
            try identity.map {
                try served("site = ? AND batch = ? AND id <> ?", [$0.site, $0.batch ?? "", campaign?.id ?? 0])
            } ?? []
        labelled =
            try identity.map {
                guard isNew, $0.batch == nil else { return [] }
                return try served("site = ? AND manifest = ? AND batch <> ''", [$0.site, $0.manifestPath])
            } ?? []
    }

    /// Whether nobody was served whom a plan would have to be compared with.
    var isEmpty: Bool { !hasServed && others.isEmpty && labelled.isEmpty }

    /// Visits the messages served from this file, by its own record and by that of the file it was before it was moved.
    func forEachServed(
        or predecessor: Int64?, in database: Database, _ body: (ServedMessages.Message) throws -> Void
    ) throws {
        for source in [campaign, predecessor].compactMap({ $0 }) {
            for served in try ServedMessages.all(of: source, in: database) {
                try served.forEach(body)
            }
        }
    }

    /// The recipients of waiting rows with another message who were served before, and not from this file: from other files,
    /// `predecessor` excepted, and from this one under a label.
    func served(
        _ waiting: WaitingRows, _ planned: BitSet, but predecessor: Int64?, in database: Database
    ) throws -> (elsewhere: EnrolmentSummary.ServedElsewhere?, underLabel: EnrolmentSummary.ServedElsewhere?) {
        let others = others.filter { $0 != predecessor }
        guard !(others.isEmpty && labelled.isEmpty), let people = try people(waiting, planned, in: database) else {
            return (nil, nil)
        }
        return (
            try people.summary(of: others, waiting, in: database),
            try people.summary(of: labelled, waiting, in: database)
        )
    }

    /// Whether a campaign's file is no longer where it was, and so many messages are half or more of what it sent.
    func isGone(
        _ campaign: Int64, _ isGone: (String) -> Bool, holding count: Int, in database: Database
    ) throws -> Bool {
        guard let path = try path(of: campaign, in: database), path.hasPrefix("/"), isGone(path) else { return false }
        var served = 0
        try ServedMessages(of: campaign, in: database)?.forEach { _ in served += 1 }
        return count * 2 >= served
    }

    /// Whether half or more of the messages of a campaign's last plan, sent or not, are among these.
    private func holdsMost(of campaign: Int64, _ planned: BitSet, in database: Database) throws -> Bool {
        var (all, held) = (0, 0)
        try Self.forEachPlanned(by: campaign, in: database) { messages in
            all += messages.count
            held += messages.count { planned.contains($0) }
        }
        return all > 0 && held * 2 >= all
    }

    /// Visits the messages of a campaign's last plan by their numbers, as many as follow one another at a time.
    static func forEachPlanned(by campaign: Int64, in database: Database, _ body: (Range<Int>) -> Void) throws {
        let runs = try Row.fetchCursor(
            database,
            sql: """
                SELECT first_message, length FROM plan_run JOIN plan ON plan.id = plan_run.plan
                WHERE plan.campaign = ? AND first_message IS NOT NULL
                """,
            arguments: [campaign])
        while let run = try runs.next() {
            let (first, length): (Int, Int) = (run["first_message"], run["length"])
            body(first..<first + length)
        }
    }

    private func path(of campaign: Int64, in database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT manifest FROM campaign WHERE id = ?", arguments: [campaign])
    }

    /// The file that this one was before it was moved and edited, as far as can be known: one that is no longer where it was, and half
    /// or more of whose messages are in this one, or that served more than half of the waiting people. Nil otherwise, and for a
    /// file that is not new.
    func gone(
        _ waiting: WaitingRows, _ planned: BitSet, _ isGone: (String) -> Bool, in database: Database
    ) throws -> (campaign: Int64, manifestPath: String)? {
        guard isNew else { return nil }
        var gone: [(campaign: Int64, manifestPath: String)] = []
        for campaign in others {
            // What came from standard input has no place.
            guard let path = try path(of: campaign, in: database), path.hasPrefix("/"), isGone(path) else { continue }
            gone.append((campaign, path))
        }
        if let same = try gone.last(where: { try holdsMost(of: $0.campaign, planned, in: database) }) { return same }
        guard !gone.isEmpty, let people = try people(waiting, planned, in: database) else { return nil }
        return try gone.last { file in
            guard let served = try people.summary(of: [file.campaign], waiting, in: database) else { return false }
            return served.recipients * 2 > served.among
        }
    }

    /// The people of waiting rows with another message, beside those whom this file served; nil when there are none. `planned` are
    /// the messages of its rows as they are now.
    private func people(_ waiting: WaitingRows, _ planned: BitSet, in database: Database) throws -> ServedPeople? {
        var (own, present) = (RecipientSet(), RecipientSet())
        if let campaign {
            for served in try ServedMessages.all(of: campaign, in: database) {
                try served.forEach { message in
                    own.insert(message.recipient)
                    if planned.contains(Int(message.entry)) { present.insert(message.recipient) }
                }
            }
        }
        own.seal()
        present.seal()
        return try ServedPeople(waiting, own: own, present: present)
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
