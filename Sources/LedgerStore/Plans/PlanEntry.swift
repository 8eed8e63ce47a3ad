import BatchModel

/// A row's identity: the digest of its content, and which of the equal rows it is.
package struct MessageIdentity: Sendable, Hashable {
    /// The digest of what makes the row.
    package var key: MessageKey
    /// How many rows of the same key stand before it in the manifest.
    package var ordinal: Int

    /// Puts an identity together.
    package init(key: MessageKey, ordinal: Int) {
        self.key = key
        self.ordinal = ordinal
    }
}

/// One message of the ledger.
package struct LedgerEntry: Sendable, Hashable {
    /// Its number in this ledger.
    package let id: Int64
    /// What makes it.
    package let identity: MessageIdentity
    /// Where it stands.
    package let state: DeliveryState
    /// What the attempts of all runs left behind. A claimed or interrupted entry ended when it was claimed; the site's message
    /// is gone after `forget`.
    package let trace: AttemptTrace
    /// The campaign that tried it last; nil when none did.
    package let campaign: Int64?

    /// Describes a message.
    package init(
        id: Int64, identity: MessageIdentity, state: DeliveryState, trace: AttemptTrace, campaign: Int64?
    ) {
        self.id = id
        self.identity = identity
        self.state = state
        self.trace = trace
        self.campaign = campaign
    }
}

/// One row of a plan.
package struct PlanEntry: Sendable, Hashable {
    /// What the plan has for a row.
    package enum Row: Sendable, Hashable {
        /// A message.
        case message(LedgerEntry)
        /// It failed validation, for the reason of this code.
        case invalid(code: String)
        /// It was left out on purpose.
        case excluded
        /// A message the ledger does not have; never in a stored plan.
        case new(MessageIdentity)
    }

    /// The row's place in the manifest, from 0.
    package let position: Int
    /// What the plan has for it.
    package let row: Row

    /// Says what there is for a position.
    package init(position: Int, row: Row) {
        self.position = position
        self.row = row
    }

    /// The message, if there is one.
    package var entry: LedgerEntry? {
        if case .message(let entry) = row { entry } else { nil }
    }

    /// What the report calls it.
    package var outcome: Outcome {
        switch row {
        case .message(let entry): entry.state.outcome
        case .invalid: .invalid
        case .excluded: .excluded
        case .new: .pending
        }
    }
}
