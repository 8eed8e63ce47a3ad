import BatchModel
import LedgerStore

/// Who was served, by which file.
extension MemoryContent {
    typealias Known = (entry: Int64, message: Message)

    /// The campaign of an identity; nil when there is none.
    func campaign(_ identity: CampaignIdentity) -> Campaign? {
        campaigns.first {
            $0.identity.site.isSame(as: identity.site) && ($0.identity.batch ?? "").isSame(as: identity.batch ?? "")
                && $0.identity.manifestPath.isSame(as: identity.manifestPath)
        }
    }

    /// The messages a campaign sent, or may have sent.
    func served(by campaign: Int64) -> [Known] {
        all.filter { $0.message.campaign == campaign && $0.message.isServed }
    }

    /// Those, and the ones it counted as sent when another had.
    func served(from campaign: Int64) -> [Known] {
        served(by: campaign)
            + counted[campaign, default: []].sorted().compactMap { entry in self[entry].map { (entry, $0) } }
            .filter { $0.message.isServed }
    }

    /// The campaigns of a site and batch, in the order they were made.
    func campaigns(site: String, batch: String?) -> [Campaign] {
        campaigns.filter {
            $0.identity.site.isSame(as: site) && ($0.identity.batch ?? "").isSame(as: batch ?? "")
        }
    }

    /// Remembers a plan's messages that others sent.
    mutating func countServed(of plan: Plan, for campaign: Int64) {
        for entry in plan.messages {
            if let message = self[entry], message.isServed, message.campaign != campaign {
                counted[campaign, default: []].insert(entry)
            }
        }
    }

    /// Remembers all that was served from the file that this one was.
    mutating func countServed(by predecessor: Int64, for campaign: Int64) {
        counted[campaign, default: []].formUnion(served(by: predecessor).map(\.entry))
        counted[campaign, default: []].formUnion(counted[predecessor, default: []])
    }
}

extension String {
    /// Whether the bytes are the same: two that only look alike are two.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// Which of some people were served by campaigns, each counted once, and by which campaign most of them.
struct MemoryMeeting {
    private(set) var people: Set<UInt64> = []
    private var most: (count: Int, campaign: Campaign, at: Int64?)?

    /// Adds whom a campaign served; `name` tells what one of the people is called, nil for somebody else.
    mutating func add(_ campaign: Campaign, in content: MemoryContent, name: (UInt64) -> UInt64?) {
        let met = content.served(by: campaign.id).filter { name($0.message.recipient) != nil }
        people.formUnion(met.compactMap { name($0.message.recipient) })
        if met.count > most?.count ?? 0 {
            most = (met.count, campaign, met.compactMap(\.message.trace.finishedAtMilliseconds).max())
        }
    }

    /// Those who were served, of so many; nil when nobody was.
    func summary(among: Int) -> EnrolmentSummary.ServedElsewhere? {
        most.map {
            EnrolmentSummary.ServedElsewhere(
                recipients: people.count, among: among, positions: [], batch: $0.campaign.identity.batch,
                manifestPath: $0.campaign.identity.manifestPath, lastAtMilliseconds: $0.at)
        }
    }
}
