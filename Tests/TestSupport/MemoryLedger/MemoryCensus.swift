import BatchModel
import LedgerStore

/// Counts a plan's rows, and finds the recipients who would get a second message.
struct MemoryCensus {
    /// A row that has a message.
    struct Row {
        var position: Int32
        var recipient: UInt64
        var spellings: [UInt64] = []
        var isSelected = true
        /// Whether another version of the row was served.
        var isSecond = false
        var isRepeated = false
        /// The batch it was written for, where that is another one.
        var otherBatch: String?
        /// Its message as the ledger had it before.
        var known: MemoryContent.Known?

        /// Whether nobody has got the message, as far as is known.
        var isOpen: Bool { known?.message.isServed != true }
        /// Whether a run would send it for the first time.
        var isAnother: Bool { isOpen && isSelected && known?.message.campaign == nil }

        init(position: Int32, recipient: UInt64) {
            self.position = position
            self.recipient = recipient
        }
    }

    /// The label of the batch, empty for none.
    let batch: String
    var rows: [Row] = []
    var invalid = 0
    var excluded = 0
    /// Recipients whom a report calls served by a row that may not be in the plan.
    var reported: [UInt64] = []

    let campaign: Campaign?
    let isGone: (String) -> Bool
    /// Whether no run and no plan that was said yes to is known of the file.
    let isNew: Bool
    /// The messages of the file as it was planned last.
    let earlier: Set<Int64>
    /// Campaigns of other files under the same label that served anybody.
    let others: [Campaign]
    /// Those of this file under labels, where it was never sent without one and is to be now.
    let labelled: [Campaign]
    /// Whether anybody may have been served with whom the rows would have to be compared.
    private let compares: Bool

    /// Begins a count by what the ledger holds before the rows are taken.
    init(
        _ identity: CampaignIdentity?, _ campaign: Campaign?, _ terms: EnrolmentTerms, in content: MemoryContent
    ) {
        self.campaign = campaign
        isGone = terms.isGone
        batch = identity?.batch ?? ""
        let plan = campaign.flatMap { content.plans[$0.id] }
        let hasRun = content.runs.contains { $0.campaign.id == campaign?.id }
        let isNew = !hasRun && plan?.description.settingsDigest.isEmpty ?? true
        self.isNew = isNew
        earlier = Set(plan?.messages ?? [])
        func served(_ campaigns: [Campaign]) -> [Campaign] {
            campaigns.filter { !content.served(by: $0.id).isEmpty }
        }
        others = served(
            identity.map { content.campaigns(site: $0.site, batch: $0.batch) }?.filter { $0.id != campaign?.id } ?? [])
        labelled = served(
            content.campaigns.filter { other in
                guard let identity, isNew, identity.batch == nil else { return false }
                return other.identity.batch != nil && other.identity.site.isSame(as: identity.site)
                    && other.identity.manifestPath.isSame(as: identity.manifestPath)
            })
        let hasServed = campaign.map { !content.served(from: $0.id).isEmpty } ?? false
        compares = terms.expectsServed || hasServed || !others.isEmpty || !labelled.isEmpty
    }

    /// What the rows mean.
    func summary(in content: MemoryContent) -> EnrolmentSummary {
        var summary = EnrolmentSummary()
        summary.counts = PlanCounts(invalid: invalid, excluded: excluded)
        for row in rows { summary.counts.states[row.known?.message.state ?? .pending, default: 0] += 1 }
        summary.alreadyKnown = rows.count { $0.known != nil }
        summary.newlyEnrolled = rows.count - summary.alreadyKnown
        summary.lastSentAtMilliseconds =
            rows.compactMap(\.known?.message).filter { $0.state == .sent }
            .compactMap(\.trace.finishedAtMilliseconds).max()
        summary.servedByOthers = servedByOthers.values.reduce(0, +)
        let open = rows.filter(\.isOpen)
        summary.selectedSendable = open.count(where: \.isSelected)
        let foreign = open.filter(\.isSelected).compactMap(\.otherBatch)
        summary.ofOtherBatch = foreign.first.map { EnrolmentSummary.OtherBatch(label: $0, rows: foreign.count) }
        if compares { compare(&summary, in: content) }
        let seconds = open.filter(\.isSecond).map(\.position)
        summary.editedServed = Set(summary.editedServed).union(seconds).sorted()
        if compares { summary.servedHere = servedHere(summary, in: content) }
        return summary
    }

    /// How many of the plan's messages each other campaign served.
    var servedByOthers: [Int64: Int] {
        var count: [Int64: Int] = [:]
        for row in rows where !row.isOpen {
            if let sender = row.known?.message.campaign, sender != campaign?.id { count[sender, default: 0] += 1 }
        }
        return count
    }

    /// The messages of the rows as they are now.
    var planned: Set<Int64> { Set(rows.compactMap(\.known?.entry)) }
}
