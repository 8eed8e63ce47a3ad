import BatchModel

/// What a ledger has for an identity.
package struct FoundMessage: Sendable, Hashable {
    /// The message's number.
    package var entry: Int64
    /// Where it stands.
    package var state: DeliveryState
    /// When its last attempt ended.
    package var finishedAt: Int64?
    /// The campaign that tried it last.
    package var campaign: Int64?
    /// The digest of its recipient as it is stored.
    package var recipient: UInt64

    /// Describes a message.
    package init(entry: Int64, state: DeliveryState, finishedAt: Int64?, campaign: Int64?, recipient: UInt64) {
        self.entry = entry
        self.state = state
        self.finishedAt = finishedAt
        self.campaign = campaign
        self.recipient = recipient
    }
}

extension DeliveryState {
    /// Whether the recipient has, or may have, the message.
    package var isServed: Bool {
        switch self {
        case .claimed, .sent, .unknown: true
        case .pending, .rejected, .notSent: false
        }
    }

    /// The raw values of the states that pass, for an SQL list.
    package static func sqlList(_ isIncluded: (DeliveryState) -> Bool) -> String {
        allCases.filter(isIncluded).map { "\($0.rawValue)" }.joined(separator: ", ")
    }
}
