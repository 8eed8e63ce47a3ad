import BatchModel
import LedgerStore

/// The people of a plan's rows, beside those who were served before.
extension MemoryCensus {
    /// Looks for recipients who were served from a row of this file that is not in the plan, or from another file.
    func compare(_ summary: inout EnrolmentSummary, in content: MemoryContent) {
        let known = predecessor(in: content)
        let gone = known == nil ? self.gone(in: content) : nil
        summary.movedFrom = gone?.identity.manifestPath
        summary.predecessor = known ?? gone?.id
        findEdited(&summary, in: content)
        let others = others.filter { $0.id != summary.predecessor }
        summary.servedElsewhere = served(by: others, in: content)
        summary.servedUnderLabel = served(by: labelled, in: content)
    }

    private func path(of campaign: Int64, in content: MemoryContent) -> String {
        content.campaigns.first { $0.id == campaign }?.identity.manifestPath ?? ""
    }

    private func isGone(path: String) -> Bool { path.hasPrefix("/") && isGone(path) }

    /// The campaign that sent half or more of a file that is new here, or half or more of whose messages are in this one where its own
    /// file is gone; of two, the earlier one.
    private func predecessor(in content: MemoryContent) -> Int64? {
        guard isNew, let most = servedByOthers.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        if most.value * 2 >= rows.count { return most.key }
        let isMoved = isGone(path: path(of: most.key, in: content))
        return isMoved && most.value * 2 >= content.served(by: most.key).count ? most.key : nil
    }

    /// The file that this one was before it was moved and edited: the last that is gone and half of whose last plan is in this one, or
    /// that served more than half of the people.
    private func gone(in content: MemoryContent) -> Campaign? {
        guard isNew else { return nil }
        let gone = others.filter { isGone(path: $0.identity.manifestPath) }
        let same = gone.last { campaign in
            let all = content.plans[campaign.id]?.messages ?? []
            return !all.isEmpty && all.count(where: planned.contains) * 2 >= all.count
        }
        return same
            ?? gone.last { campaign in
                guard let served = served(by: [campaign], in: content) else { return false }
                return served.recipients * 2 > served.among
            }
    }

    private func findEdited(_ summary: inout EnrolmentSummary, in content: MemoryContent) {
        let planned = planned
        let sources = [campaign?.id, summary.predecessor].compactMap { $0 }
        let gone = sources.flatMap { content.served(from: $0) }.filter { !planned.contains($0.entry) }
        for row in rows where row.isOpen {
            let names = Set(row.spellings + [row.recipient])
            // A row that was in the file when it was planned last took the place of no other one of then.
            let isLasting = row.known.map { earlier.contains($0.entry) } ?? false
            let met = gone.filter {
                names.contains($0.message.recipient) && !(isLasting && earlier.contains($0.entry))
            }
            let isSent = met.contains { $0.message.state == .sent } || reported.contains(where: names.contains)
            guard isSent || !met.isEmpty else { continue }
            summary.editedServed.append(row.position)
            if !isSent { summary.editedUnknown += 1 }
        }
    }

    /// The recipients of rows never tried whom campaigns served, and this file did not.
    private func served(by campaigns: [Campaign], in content: MemoryContent) -> EnrolmentSummary.ServedElsewhere? {
        let another = rows.filter(\.isAnother)
        guard !campaigns.isEmpty, !another.isEmpty else { return nil }
        let people = Set(another.map(\.recipient))
        let spelled = Self.spelled(another)
        let served = campaign.map { content.served(from: $0.id) } ?? []
        let own = Set(served.map(\.message.recipient))
        let planned = planned
        let present = Set(served.filter { planned.contains($0.entry) }.map(\.message.recipient))
        var meeting = MemoryMeeting()
        for campaign in campaigns {
            meeting.add(campaign, in: content) { recipient in
                let name = people.contains(recipient) ? recipient : spelled[recipient] ?? recipient
                return people.contains(name) && !own.contains(name) && !own.contains(recipient) ? name : nil
            }
        }
        var summary = meeting.summary(among: people.union(present).count)
        summary?.positions = another.filter { meeting.people.contains($0.recipient) }.map(\.position)
        return summary
    }

    /// New rows whose people were served by other rows of the plan, whichever file sent those.
    func servedHere(_ summary: EnrolmentSummary, in content: MemoryContent) -> EnrolmentSummary.ServedHere? {
        let new = rows.filter { $0.known == nil && $0.isSelected }
        let people = Set(new.map(\.recipient))
        let spelled = Self.spelled(new)
        var served: Set<UInt64> = []
        var found = EnrolmentSummary.ServedHere()
        for entry in planned {
            guard let message = content[entry], message.isServed else { continue }
            let name =
                people.contains(message.recipient) ? message.recipient : spelled[message.recipient] ?? message.recipient
            guard people.contains(name) else { continue }
            served.insert(name)
            if let end = message.trace.finishedAtMilliseconds {
                found.lastAtMilliseconds = max(found.lastAtMilliseconds ?? end, end)
            }
        }
        let edited = Set(summary.editedServed)
        let rows = new.filter { served.contains($0.recipient) && !edited.contains($0.position) }
        found.positions = rows.map(\.position)
        found.repeated = rows.count(where: \.isRepeated)
        return rows.isEmpty ? nil : found
    }

    /// Whom the other spellings of the rows' recipients mean.
    private static func spelled(_ rows: [Row]) -> [UInt64: UInt64] {
        Dictionary(rows.flatMap { row in row.spellings.map { ($0, row.recipient) } }) { $1 }
    }
}
