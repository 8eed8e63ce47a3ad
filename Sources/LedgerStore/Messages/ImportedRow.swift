import BatchModel

/// A message that a report of ours lists.
package struct ImportedRow: Sendable, Hashable {
    /// What makes the message.
    package var identity: MessageIdentity
    /// Digest of the recipient alone.
    package var recipient: UInt64
    /// What a ledger of the earlier rule may call it.
    package var earlier: EarlierSpellings?
    /// What the report says of it; `pending` and `claimed` prove nothing and are passed over.
    package var state: DeliveryState
    /// What else the report says; its texts are kept as `Settlement` keeps them.
    package var trace: AttemptTrace

    /// Describes a message of a report.
    package init(
        identity: MessageIdentity, recipient: UInt64, state: DeliveryState, _ trace: AttemptTrace = AttemptTrace()
    ) {
        self.identity = identity
        self.recipient = recipient
        self.state = state
        self.trace = trace
    }
}

extension DeliveryState {
    /// The states that give way to this one when a report says so; nil for a state that proves nothing.
    package var weakerThanImported: Set<DeliveryState>? {
        switch self {
        case .sent: [.pending, .rejected, .notSent, .unknown]
        case .unknown: [.pending, .rejected, .notSent]
        case .rejected, .notSent: [.pending]
        case .pending, .claimed: nil
        }
    }
}
