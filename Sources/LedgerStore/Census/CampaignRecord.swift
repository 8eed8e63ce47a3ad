import BatchModel
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
    private let records: any CensusRecords

    /// Looks a campaign up; what does not exist yet has no number, and what has no identity no others.
    init(_ identity: CampaignIdentity?, _ campaign: Campaign?, in records: any CensusRecords) throws {
        self.campaign = campaign?.id
        self.records = records
        let isNew = try campaign.map { try records.isNew($0.id) } ?? true
        self.isNew = isNew
        hasServed = try campaign.map { try records.hasServed($0.id) || records.hasCounted($0.id) } ?? false
        let alike = try identity.map { identity in
            try records.campaigns(alike: identity).filter { try $0.id != campaign?.id && records.hasServed($0.id) }
        }
        others = alike?.filter { $0.isOfBatch }.map(\.id) ?? []
        labelled = isNew && identity?.batch == nil ? alike?.filter { !$0.isOfBatch }.map(\.id) ?? [] : []
    }

    /// Whether nobody was served whom a plan would have to be compared with.
    var isEmpty: Bool { !hasServed && others.isEmpty && labelled.isEmpty }

    /// Visits the messages served from this file, by its own record and by that of the file it was before it was moved.
    func forEachServed(or predecessor: Int64?, _ body: (ServedMessage) throws -> Void) throws {
        for source in [campaign, predecessor].compactMap({ $0 }) {
            try records.forEachServed(by: source, body)
            try records.forEachCounted(by: source, body)
        }
    }

    /// The recipients of waiting rows with another message who were served before, and not from this file: from other files,
    /// `predecessor` excepted, and from this one under a label.
    func served(
        _ waiting: any WaitingRows, _ planned: BitSet, but predecessor: Int64?
    ) throws -> (elsewhere: EnrolmentSummary.ServedElsewhere?, underLabel: EnrolmentSummary.ServedElsewhere?) {
        let others = others.filter { $0 != predecessor }
        guard !(others.isEmpty && labelled.isEmpty), let people = try people(waiting, planned) else {
            return (nil, nil)
        }
        return (
            try people.summary(of: others, waiting, in: records),
            try people.summary(of: labelled, waiting, in: records)
        )
    }

    /// Whether a campaign's file is no longer where it was, and so many messages are half or more of what it sent.
    func isGone(_ campaign: Int64, _ isGone: (String) -> Bool, holding count: Int) throws -> Bool {
        guard let path = try path(of: campaign), path.hasPrefix("/"), isGone(path) else { return false }
        var served = 0
        try records.forEachServed(by: campaign) { _ in served += 1 }
        return count * 2 >= served
    }

    /// Whether half or more of the messages of a campaign's last plan, sent or not, are among these.
    private func holdsMost(of campaign: Int64, _ planned: BitSet) throws -> Bool {
        var (all, held) = (0, 0)
        try records.forEachPlanned(by: campaign) { messages in
            all += messages.count
            held += messages.count { planned.contains($0) }
        }
        return all > 0 && held * 2 >= all
    }

    private func path(of campaign: Int64) throws -> String? { try records.identity(of: campaign)?.manifestPath }

    /// The file that this one was before it was moved and edited, as far as can be known: one that is no longer where it was, and half
    /// or more of whose messages are in this one, or that served more than half of the waiting people. Nil otherwise, and for a
    /// file that is not new.
    func gone(
        _ waiting: any WaitingRows, _ planned: BitSet, _ isGone: (String) -> Bool
    ) throws -> (campaign: Int64, manifestPath: String)? {
        guard isNew else { return nil }
        var gone: [(campaign: Int64, manifestPath: String)] = []
        for campaign in others {
            // What came from standard input has no place.
            guard let path = try path(of: campaign), path.hasPrefix("/"), isGone(path) else { continue }
            gone.append((campaign, path))
        }
        if let same = try gone.last(where: { try holdsMost(of: $0.campaign, planned) }) { return same }
        guard !gone.isEmpty, let people = try people(waiting, planned) else { return nil }
        return try gone.last { file in
            guard let served = try people.summary(of: [file.campaign], waiting, in: records) else { return false }
            return served.recipients * 2 > served.among
        }
    }

    /// The people of waiting rows with another message, beside those whom this file served; nil when there are none. `planned` are
    /// the messages of its rows as they are now.
    private func people(_ waiting: any WaitingRows, _ planned: BitSet) throws -> ServedPeople? {
        var (own, present) = (RecipientSet(), RecipientSet())
        if let campaign {
            func take(_ message: ServedMessage) {
                own.insert(message.recipient)
                if planned.contains(Int(message.entry)) { present.insert(message.recipient) }
            }
            try records.forEachServed(by: campaign) { take($0) }
            try records.forEachCounted(by: campaign) { take($0) }
        }
        own.seal()
        present.seal()
        return try ServedPeople(waiting, own: own, present: present)
    }
}
