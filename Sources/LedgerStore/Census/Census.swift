import BatchModel
import Text

/// Counts a plan's rows as they pass, and finds the recipients who would get a second message.
///
/// Memory: two bits for each message of the ledger, and eight bytes for each recipient who was served from a row that is gone, or
/// waits in a file that is new. Where the rows still to be sent wait, if anyone has been served at all, is the database's.
package struct Census {
    /// A row that has a message.
    package struct Row {
        /// Its place in the manifest, from 0.
        package var position: Int
        /// The digest of its recipient.
        package var recipient: UInt64
        /// Digests that a ledger of the earlier rule may have for the recipient.
        package var spellings: [UInt64]
        /// Whether the run may send it.
        package var isSelected: Bool
        /// Whether another version of the row was served.
        package var isSecond = false
        /// Whether an earlier row is the same, word for word.
        package var isRepeated = false
        /// The batch it was written for, empty for the one without a label; nil for this one.
        package var otherBatch: String?

        /// Describes a row.
        package init(
            position: Int, recipient: UInt64, spellings: [UInt64] = [], isSelected: Bool, isSecond: Bool = false
        ) {
            self.position = position
            self.recipient = recipient
            self.spellings = spellings
            self.isSelected = isSelected
            self.isSecond = isSecond
        }
    }

    /// What was counted so far.
    package private(set) var summary = EnrolmentSummary()
    private let records: any CensusRecords
    private let campaign: Campaign?
    private let record: CampaignRecord
    private let waiting: (any WaitingRows)?
    private let isGone: (String) -> Bool
    private var planned = BitSet()
    /// The messages of the file as it was planned last.
    private var earlier = BitSet()
    /// Recipients whom a report calls served by a row that is not in the plan.
    private var reported = RecipientSet()
    /// How many of the plan's messages each campaign served.
    private var servedBy: [Int64: Int] = [:]
    /// Positions of rows another version of which was served.
    private var seconds: [Int32] = []
    /// The label of the batch, empty for none.
    package let batch: String

    /// Counts for a campaign; one that does not exist yet has no number. `expectsServed`: `countServed` will be called. `isGone` says
    /// of a file's path that there is none any more.
    package init(
        _ identity: CampaignIdentity?, _ campaign: Campaign?, expectsServed: Bool = false,
        isGone: @escaping (String) -> Bool = { _ in false }, in records: any CensusRecords
    ) throws {
        self.isGone = isGone
        self.records = records
        self.campaign = campaign
        batch = identity?.batch ?? ""
        record = try CampaignRecord(identity, campaign, in: records)
        waiting = record.isEmpty && !expectsServed ? nil : try records.waitingRows()
        guard waiting != nil, let campaign else { return }
        try records.forEachPlanned(by: campaign.id) { messages in
            for message in messages { earlier.insert(message) }
        }
    }

    /// Counts a message the ledger has.
    package mutating func countKnown(_ found: FoundMessage, _ row: Row) throws {
        summary.alreadyKnown += 1
        summary.counts.states[found.state, default: 0] += 1
        if found.state == .sent, let finishedAt = found.finishedAt {
            summary.lastSentAtMilliseconds = max(finishedAt, summary.lastSentAtMilliseconds ?? finishedAt)
        }
        if found.state.isServed {
            if let sender = found.campaign, sender != campaign?.id {
                summary.servedByOthers += 1
                servedBy[sender, default: 0] += 1
            }
        } else {
            countSendable(row)
        }
        guard let waiting else { return }
        planned.insert(Int(found.entry))
        // A message that was tried and refused is no second one when it goes out.
        guard !found.state.isServed else { return }
        var standing: WaitingStanding = row.isSelected && found.campaign == nil ? .another : []
        if earlier.contains(Int(found.entry)) { standing.insert(.lasting) }
        try waiting.add(row, standing)
    }

    /// Counts a message the ledger did not have.
    package mutating func countNew(_ row: Row) throws {
        summary.newlyEnrolled += 1
        summary.counts.states[.pending, default: 0] += 1
        countSendable(row)
        try waiting?.add(row, !row.isSelected ? [] : row.isRepeated ? [.another, .new, .repeated] : [.another, .new])
    }

    private mutating func countSendable(_ row: Row) {
        if row.isSelected { summary.selectedSendable += 1 }
        if row.isSecond { seconds.append(Int32(row.position)) }
        if let batch = row.otherBatch, row.isSelected {
            summary.ofOtherBatch = (summary.ofOtherBatch ?? EnrolmentSummary.OtherBatch(label: batch)).counted
        }
    }

    /// Takes note of a message that was served from this file by whatever ledger; call it after all rows. `entry` is nil when this
    /// ledger does not have it.
    package mutating func countServed(_ entry: Int64?, recipient: UInt64) {
        if let entry, planned.contains(Int(entry)) { return }
        reported.insert(recipient)
    }

    /// Counts a row that failed validation.
    package mutating func countInvalid() { summary.counts.invalid += 1 }

    /// Counts a row that was left out.
    package mutating func countExcluded() { summary.counts.excluded += 1 }

    /// Looks for recipients who were served from a row of this file that is not in the plan, or from another file, and ends the
    /// count.
    package mutating func finish() throws -> EnrolmentSummary {
        if let waiting {
            let known = try findPredecessor()
            let gone = known == nil ? try record.gone(waiting, planned, isGone) : nil
            summary.movedFrom = gone?.manifestPath
            let predecessor = known ?? gone?.campaign
            summary.predecessor = predecessor
            try findEdited(waiting, predecessor)
            let people = try record.served(waiting, planned, but: predecessor)
            (summary.servedElsewhere, summary.servedUnderLabel) = (people.elsewhere, people.underLabel)
        }
        if !seconds.isEmpty { summary.editedServed = Set(summary.editedServed).union(seconds).sorted() }
        if let waiting {
            summary.servedHere = try ServedPeople.servedHere(waiting, planned, summary, in: records)
        }
        return summary
    }

    private mutating func findEdited(_ waiting: any WaitingRows, _ predecessor: Int64?) throws {
        var gone = GoneRows(reported: reported)
        // Whoever had two rows in the file and got the message of one has not got the other, whichever of the two is gone.
        try record.forEachServed(or: predecessor) { message in
            if !planned.contains(Int(message.entry)) {
                gone.insert(message, isEarlier: earlier.contains(Int(message.entry)))
            }
        }
        gone.seal()
        guard !gone.isEmpty else { return }
        var (spelledSent, spelledUnknown) = (PositionList(), PositionList())
        try waiting.forEachSpelling { position, _, spelling, standing in
            let served = gone.served(spelling, isLasting: standing.contains(.lasting))
            if served.isSent { spelledSent.append(position) }
            if served.isUnknown { spelledUnknown.append(position) }
        }
        try waiting.forEach { position, recipient, standing in
            let served = gone.served(recipient, isLasting: standing.contains(.lasting))
            let isSent = spelledSent.takes(position) || served.isSent
            let isUnknown = spelledUnknown.takes(position) || served.isUnknown
            guard isSent || isUnknown else { return }
            summary.editedServed.append(position)
            if !isSent { summary.editedUnknown += 1 }
        }
    }

    /// The campaign that sent half or more of a file that is new here: the same file before it was moved or copied. Where less
    /// is the same, more than half would be new to people who were served, which is asked about; unless the other file is gone and half
    /// or more of what it sent is in this one: then it was moved and added to.
    private func findPredecessor() throws -> Int64? {
        guard record.isNew, let most = servedBy.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        if most.value * 2 >= summary.counts.states.values.reduce(0, +) { return most.key }
        let holdsMost = try record.isGone(most.key, isGone, holding: most.value)
        return holdsMost ? most.key : nil
    }
}

/// Rising positions that are asked for in rising order.
private struct PositionList {
    private var positions: [Int32] = []
    private var next = 0

    mutating func append(_ position: Int32) { if positions.last != position { positions.append(position) } }

    mutating func takes(_ position: Int32) -> Bool {
        while next < positions.count, positions[next] < position { next += 1 }
        return next < positions.count && positions[next] == position
    }
}
