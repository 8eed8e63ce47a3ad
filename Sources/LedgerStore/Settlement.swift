import BatchModel

/// What became of a claimed message, or a person's verdict on an unknown one.
package struct Settlement: Sendable, Hashable {
    /// The entry's number.
    package var entry: Int64
    /// Where it goes; the ledger refuses what `DeliveryState.transitions` does not have.
    package var state: DeliveryState
    /// The attempts made under this claim; added to those of earlier runs.
    package var attempts: Int
    /// The last reply's status.
    package var httpStatus: Int?
    /// The site's key, or one of ours; kept up to 2,048 bytes.
    package var errorKey: String?
    /// The site's message, or ours; kept up to 2,048 bytes. Never a message's text, never the key.
    package var errorMessage: String?
    /// When the last attempt ended, in milliseconds since 1970 (UTC).
    package var finishedAtMilliseconds: Int64?
    /// How long the last attempt took.
    package var durationMilliseconds: Int?

    /// Describes what became of an entry.
    package init(
        entry: Int64, state: DeliveryState, attempts: Int = 1, httpStatus: Int? = nil, errorKey: String? = nil,
        errorMessage: String? = nil, finishedAtMilliseconds: Int64? = nil, durationMilliseconds: Int? = nil
    ) {
        self.entry = entry
        self.state = state
        self.attempts = attempts
        self.httpStatus = httpStatus
        self.errorKey = errorKey
        self.errorMessage = errorMessage
        self.finishedAtMilliseconds = finishedAtMilliseconds
        self.durationMilliseconds = durationMilliseconds
    }
}
