/// What a person found out about a message whose outcome was unknown. The raw values are those of `resolve --as`.
///
/// The keys are recorded as the message's error key, of one that was sent too: so it shows who said it, and a verdict can be told
/// from a result of the site's when it is to be taken back.
package enum PersonVerdict: String, Sendable, Hashable, CaseIterable {
    /// It arrived.
    case sent
    /// It did not arrive; the next run sends it again.
    case notSent = "not-sent"
    /// An earlier verdict is taken back.
    case unknown

    /// The state the message goes to.
    package var state: DeliveryState {
        switch self {
        case .sent: .sent
        case .notSent: .notSent
        case .unknown: .unknown
        }
    }

    /// The key that is recorded with it; part of the reports' format.
    package var errorKey: String { recorded.rawValue }

    /// What the key means, in one line.
    package var meaning: String { recorded.meaning }

    private var recorded: RecordedErrorKey {
        switch self {
        case .sent: .resolvedSent
        case .notSent: .resolvedNotSent
        case .unknown: .resolvedUnknown
        }
    }

    /// Whether it can be given on a message in a state, with the key that was recorded last: `sent` and `not-sent` on what is
    /// unknown, `unknown` on what a person's verdict, and nothing since, brought to where it is.
    package func applies(to state: DeliveryState, errorKey: String?) -> Bool {
        switch self {
        case .sent, .notSent: state == .unknown
        case .unknown: [PersonVerdict.sent, .notSent].contains { $0.state == state && $0.errorKey == errorKey }
        }
    }
}
