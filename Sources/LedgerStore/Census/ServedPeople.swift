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
    init?(_ waiting: any WaitingRows, own: RecipientSet, present: RecipientSet) throws {
        let (people, spelled) = try waiting.people(.another)
        guard !people.isEmpty else { return nil }
        among = people.count + present.count { [people] in people.index(of: $0) == nil }
        (self.people, self.spelled, self.own) = (people, spelled, own)
    }

    /// Those whom campaigns served; nil when there are none.
    func summary(
        of campaigns: [Int64], _ waiting: any WaitingRows, in records: any CensusRecords
    ) throws -> EnrolmentSummary.ServedElsewhere? {
        var met = MetPeople()
        for campaign in campaigns { try met.add(servedBy: campaign, in: records, place: place) }
        guard var summary = try met.summary(among: among, in: records) else { return nil }
        try waiting.forEach { position, recipient, standing in
            if standing.contains(.another), let place = people.index(of: recipient), met.contains(place) {
                summary.positions.append(position)
            }
        }
        return summary
    }

    /// The place of one whom the file did not serve.
    private func place(of recipient: UInt64) -> Int? {
        let name = people.index(of: recipient) == nil ? spelled[recipient] ?? recipient : recipient
        guard let place = people.index(of: name), !own.contains(name), !own.contains(recipient) else { return nil }
        return place
    }
}
