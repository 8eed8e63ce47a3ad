import BatchModel
import GRDB

/// Counts a plan's rows as they pass, and finds the recipients who would get a second message.
///
/// Memory: one bit for each message of the ledger, and eight bytes for each recipient the campaign served from a row that
/// is gone. The rows still to be sent wait in a temporary table, if the campaign has served anyone at all.
struct Census {
    private(set) var summary = EnrolmentSummary()
    private let served: ServedMessages?
    private let waiting: WaitingRows?
    private var planned = EntrySet()

    /// Counts for a campaign; nil is one that does not exist yet.
    init(_ campaign: Campaign?, in database: Database) throws {
        served = try campaign.flatMap { try ServedMessages(of: $0, in: database) }
        waiting = try served.map { _ in try WaitingRows(in: database) }
    }

    /// Counts a message the ledger has.
    mutating func countKnown(
        _ entry: Int64, state: DeliveryState, finishedAt: Int64?, position: Int, recipient: UInt64
    ) throws {
        summary.alreadyKnown += 1
        summary.counts.states[state, default: 0] += 1
        if state == .sent, let finishedAt {
            summary.lastSentAtMilliseconds = max(finishedAt, summary.lastSentAtMilliseconds ?? finishedAt)
        }
        guard served != nil else { return }
        planned.insert(entry)
        if !state.isServed { try waiting?.add(position, recipient: recipient) }
    }

    /// Counts a message the ledger did not have.
    mutating func countNew(position: Int, recipient: UInt64) throws {
        summary.newlyEnrolled += 1
        summary.counts.states[.pending, default: 0] += 1
        try waiting?.add(position, recipient: recipient)
    }

    /// Counts a row that failed validation.
    mutating func countInvalid() { summary.counts.invalid += 1 }

    /// Counts a row that was left out.
    mutating func countExcluded() { summary.counts.excluded += 1 }

    /// Looks for recipients whom this campaign served from a row that is not in the plan, and ends the count.
    mutating func finish() throws -> EnrolmentSummary {
        guard let served, let waiting else { return summary }
        var gone = RecipientSet()
        try served.forEach { entry, recipient in
            if !planned.contains(entry) { gone.insert(recipient) }
        }
        gone.seal()
        guard !gone.isEmpty else { return summary }
        try waiting.forEach { position, recipient in
            if gone.contains(recipient) { summary.editedServed.append(position) }
        }
        return summary
    }
}
