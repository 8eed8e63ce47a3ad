import BatchModel
import GRDB
import LedgerStore
import Text

/// The people whom a run would write to for the first time from its file, to be found among those who were served otherwise.
struct ServedPeople {
    private let people: RecipientSet
    /// What a ledger of the earlier rule may call them.
    private let spelled: [UInt64: UInt64]
    private let own: RecipientSet
    /// How many this file serves: in this run, or before by a row that is still in it.
    private let among: Int

    /// Takes the recipients of rows with another message; `own` are those the file served, `present` those of them whose rows are
    /// still in it. Nil when there is nobody.
    init?(_ waiting: WaitingRows, own: RecipientSet, present: RecipientSet) throws {
        let (people, spelled) = try waiting.people(.another)
        guard !people.isEmpty else { return nil }
        among = people.count + present.count { [people] in people.index(of: $0) == nil }
        (self.people, self.spelled, self.own) = (people, spelled, own)
    }

    /// Those whom campaigns served; nil when there are none.
    func summary(
        of campaigns: [Int64], _ waiting: WaitingRows, in database: Database
    ) throws -> EnrolmentSummary.ServedElsewhere? {
        var met = BitSet()
        var total = 0
        var most = (recipients: 0, campaign: Int64(0), at: Int64?.none)
        for campaign in campaigns {
            guard let served = try ServedMessages(of: campaign, in: database) else { continue }
            var (count, last) = (0, Int64?.none)
            try served.forEach { message in
                guard let place = place(of: message.recipient) else { return }
                count += 1
                if let finishedAt = message.finishedAt { last = max(last ?? finishedAt, finishedAt) }
                if !met.contains(place) {
                    met.insert(place)
                    total += 1
                }
            }
            if count > most.recipients { most = (count, campaign, last) }
        }
        guard total > 0 else { return nil }
        var positions: [Int32] = []
        try waiting.forEach { position, recipient, standing in
            if standing.contains(.another), let place = people.index(of: recipient), met.contains(place) {
                positions.append(position)
            }
        }
        let campaign = try Row.fetchOne(
            database, sql: "SELECT manifest, batch FROM campaign WHERE id = ?", arguments: [most.campaign])
        let label: String = campaign?["batch"] ?? ""
        return EnrolmentSummary.ServedElsewhere(
            recipients: total, among: among, positions: positions, batch: label.isEmpty ? nil : label,
            manifestPath: campaign?["manifest"] ?? "", lastAtMilliseconds: most.at)
    }

    /// The place of one whom the file did not serve.
    private func place(of recipient: UInt64) -> Int? {
        let name = people.index(of: recipient) == nil ? spelled[recipient] ?? recipient : recipient
        guard let place = people.index(of: name), !own.contains(name), !own.contains(recipient) else { return nil }
        return place
    }
}
