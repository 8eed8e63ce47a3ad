/// What became of a row, as the report says it.
///
/// The names are those of the report's `outcome` column.
public enum Outcome: String, Sendable, Hashable, CaseIterable, Codable {
    /// The site said that it stored the message.
    case sent
    /// The site said no.
    case rejected
    /// Proved not to have arrived.
    case notSent = "not_sent"
    /// May have arrived; never sent again without a person's word.
    case unknown
    /// Failed validation; never tried.
    case invalid
    /// Left out on purpose; never tried.
    case excluded
    /// Not tried yet.
    case pending

    /// The outcome in words, the same wherever people read it.
    package var words: String {
        switch self {
        case .sent: "sent"
        case .rejected: "rejected"
        case .notSent: "not sent"
        case .unknown: "unknown"
        case .invalid: "invalid"
        case .excluded: "excluded"
        case .pending: "pending"
        }
    }

    /// The report's `success` column: nil is an empty cell.
    public var success: Bool? {
        switch self {
        case .sent: true
        case .rejected, .notSent, .invalid: false
        case .unknown, .pending, .excluded: nil
        }
    }
}
