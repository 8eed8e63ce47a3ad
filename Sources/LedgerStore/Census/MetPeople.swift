import Text

/// Which of some people were served by campaigns, each counted once, and by which campaign most of them.
package struct MetPeople {
    private var places = BitSet()
    private var count = 0
    private var most = (count: 0, campaign: Int64(0), at: Int64?.none)

    /// Nobody yet.
    package init() {}

    /// Adds whom a campaign served; `place` tells a recipient's place among the people, nil for somebody else.
    package mutating func add(
        servedBy campaign: Int64, in records: any CensusRecords, place: (UInt64) -> Int?
    ) throws {
        var (own, last) = (0, Int64?.none)
        try records.forEachServed(by: campaign) { message in
            guard let place = place(message.recipient) else { return }
            own += 1
            if let finishedAt = message.finishedAt { last = max(last ?? finishedAt, finishedAt) }
            if !places.contains(place) { count += 1 }
            places.insert(place)
        }
        if own > most.count { most = (own, campaign, last) }
    }

    /// Whether the person of this place was served.
    func contains(_ place: Int) -> Bool { places.contains(place) }

    /// Those who were served, of so many; nil when nobody was.
    package func summary(among: Int, in records: any CensusRecords) throws -> EnrolmentSummary.ServedElsewhere? {
        guard count > 0 else { return nil }
        let campaign = try records.identity(of: most.campaign)
        return EnrolmentSummary.ServedElsewhere(
            recipients: count, among: among, positions: [], batch: campaign?.batch,
            manifestPath: campaign?.manifestPath ?? "", lastAtMilliseconds: most.at)
    }
}
