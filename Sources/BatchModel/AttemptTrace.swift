/// What the attempts to send a row left behind, the same in ledger, report and rescue list.
///
/// All but the count is of the last attempt.
public struct AttemptTrace: Sendable, Hashable {
    /// How often the row was tried.
    public var attempts: Int
    /// The reply's status; nil when no reply began.
    public var httpStatus: Int?
    /// The site's key verbatim, or one of ours with a prefix.
    public var errorKey: String?
    /// The site's message, or ours. Never a message's text, never the secret key.
    public var errorMessage: String?
    /// When it ended, in milliseconds since 1970 (UTC).
    public var finishedAtMilliseconds: Int64?
    /// How long it took, in milliseconds.
    public var durationMilliseconds: Int?

    /// A row that was never tried.
    public static let untried = AttemptTrace(attempts: 0)

    /// Describes what one attempt, or several, left behind.
    public init(
        attempts: Int = 1, httpStatus: Int? = nil, errorKey: String? = nil, errorMessage: String? = nil,
        finishedAtMilliseconds: Int64? = nil, durationMilliseconds: Int? = nil
    ) {
        self.attempts = attempts
        self.httpStatus = httpStatus
        self.errorKey = errorKey
        self.errorMessage = errorMessage
        self.finishedAtMilliseconds = finishedAtMilliseconds
        self.durationMilliseconds = durationMilliseconds
    }
}
