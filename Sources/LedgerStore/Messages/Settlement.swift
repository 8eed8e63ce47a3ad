import BatchModel

/// What became of a claimed message, or a person's verdict on an unknown one.
package struct Settlement: Sendable, Hashable {
    /// The entry's number.
    package var entry: Int64
    /// Where it goes; the ledger refuses what `DeliveryState.transitions` does not have.
    package var state: DeliveryState
    /// What the attempts under this claim left behind: their number is added to that of earlier runs, and of a text up to 2,048
    /// bytes are kept.
    package var trace: AttemptTrace

    /// Describes what became of an entry.
    package init(entry: Int64, state: DeliveryState, _ trace: AttemptTrace = AttemptTrace()) {
        self.entry = entry
        self.state = state
        self.trace = trace
    }
}
