/// Where a message stands in the ledger.
///
/// Raw values are stored; never renumber them.
public enum DeliveryState: Int, Sendable, Hashable, CaseIterable {
    /// Enrolled, never tried.
    case pending = 0
    /// Reserved for one attempt: the request may be on its way.
    case claimed = 1
    /// The site said that it stored the message.
    case sent = 2
    /// The site said no.
    case rejected = 3
    /// Proved not to have arrived.
    case notSent = 4
    /// May have arrived.
    case unknown = 5

    /// Every legal move; the ledger refuses all others.
    ///
    /// `unknown` is left only by `resolve`: a person's verdict, or a result that a failing disk did not take. `sent` is left only
    /// by `doubt`, when the run itself found that the answer may be another message's, and when a person takes back the verdict that
    /// it was sent.
    public static let transitions: [DeliveryState: Set<DeliveryState>] = [
        .pending: [.claimed],
        .claimed: [.sent, .rejected, .notSent, .unknown],
        .rejected: [.claimed, .unknown],
        .notSent: [.claimed, .unknown],
        .unknown: [.sent, .notSent, .rejected],
        .sent: [.unknown],
    ]

    /// What the report calls this state. A claim that is read from outside the run that holds it may have been sent.
    public var outcome: Outcome {
        switch self {
        case .pending: .pending
        case .claimed, .unknown: .unknown
        case .sent: .sent
        case .rejected: .rejected
        case .notSent: .notSent
        }
    }

    /// The state of a message that the report calls this, never `claimed`; nil for a row that is no message.
    public init?(_ outcome: Outcome) {
        guard let state = Self.allCases.last(where: { $0.outcome == outcome }) else { return nil }
        self = state
    }
}
