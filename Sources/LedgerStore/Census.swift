import BatchModel
import GRDB

/// Counts a plan's rows as they pass, and finds the recipients who would get a second message.
///
/// Memory: one bit for each message of the ledger; twelve bytes for each row still to be sent, and eight for each
/// recipient served from rows that are gone, if the campaign has sent anything before.
struct Census {
    private(set) var summary = EnrolmentSummary()
    private let campaign: Int64?
    private let reach: ClosedRange<Int64>?
    private var planned = EntrySet()
    private var toSend: [(position: Int32, recipient: UInt64)] = []

    /// Counts for a campaign; nil is one that does not exist yet.
    init(_ campaign: Campaign?, in database: Database) throws {
        self.campaign = campaign?.id
        let row = try campaign.flatMap { campaign in
            try Row.fetchOne(
                database, sql: "SELECT lowest, highest FROM campaign WHERE id = ?", arguments: [campaign.id])
        }
        if let lowest: Int64 = row?["lowest"], let highest: Int64 = row?["highest"] {
            reach = lowest...highest
        } else {
            reach = nil
        }
    }

    /// Counts a message the ledger has.
    mutating func countKnown(
        _ entry: Int64, state: DeliveryState, finishedAt: Int64?, position: Int, recipient: UInt64
    ) {
        summary.alreadyKnown += 1
        summary.counts.states[state, default: 0] += 1
        if state == .sent, let finishedAt {
            summary.lastSentAtMilliseconds = max(finishedAt, summary.lastSentAtMilliseconds ?? finishedAt)
        }
        guard reach != nil else { return }
        planned.insert(entry)
        if !state.isServed { toSend.append((Int32(position), recipient)) }
    }

    /// Counts a message the ledger did not have.
    mutating func countNew(position: Int, recipient: UInt64) {
        summary.newlyEnrolled += 1
        summary.counts.states[.pending, default: 0] += 1
        if reach != nil { toSend.append((Int32(position), recipient)) }
    }

    /// Counts a row that failed validation.
    mutating func countInvalid() { summary.counts.invalid += 1 }

    /// Counts a row that was left out.
    mutating func countExcluded() { summary.counts.excluded += 1 }

    /// Looks for recipients whom this campaign served from a row that is not in the plan, and ends the count.
    mutating func finish(in database: Database) throws -> EnrolmentSummary {
        guard let campaign, let reach, !toSend.isEmpty else { return summary }
        var served = RecipientSet()
        let messages = try PreparedStatement(
            """
            SELECT id, recipient FROM message
            WHERE id BETWEEN ?1 AND ?2 AND campaign = ?3 AND state IN (\(DeliveryState.sqlList(\.isServed)))
            """, in: database)
        messages.bind(reach.lowerBound, at: 1)
        messages.bind(reach.upperBound, at: 2)
        messages.bind(campaign, at: 3)
        defer { messages.reset() }
        while try messages.step() {
            guard !planned.contains(messages.integer(0)) else { continue }
            served.insert(UInt64(bitPattern: messages.integer(1)))
        }
        served.seal()
        guard !served.isEmpty else { return summary }
        summary.editedServed = toSend.filter { served.contains($0.recipient) }.map(\.position)
        return summary
    }
}

extension DeliveryState {
    /// Whether the recipient has, or may have, the message.
    var isServed: Bool {
        switch self {
        case .claimed, .sent, .unknown: true
        case .pending, .rejected, .notSent: false
        }
    }

    /// The raw values of the states that pass, for an SQL list.
    static func sqlList(_ isIncluded: (DeliveryState) -> Bool) -> String {
        allCases.filter(isIncluded).map { "\($0.rawValue)" }.joined(separator: ", ")
    }
}
