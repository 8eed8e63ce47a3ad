/// The error keys that a record gives a row of itself, beside those of an exchange and those of the manifest.
///
/// The raw values are part of the ledger's and of the reports' format: they never change their meaning.
package enum RecordedErrorKey: String, Sendable, Hashable, CaseIterable {
    case interrupted = "client.interrupted"
    case resolvedSent = "client.resolved_sent"
    case resolvedNotSent = "client.resolved_not_sent"
    case resolvedUnknown = "client.resolved_unknown"

    /// What the key means, in one line.
    package var meaning: String {
        switch self {
        case .interrupted: "The run ended while this row was in flight."
        case .resolvedSent: "A person found that it arrived."
        case .resolvedNotSent: "A person found that it did not arrive."
        case .resolvedUnknown: "A person took back the verdict on it: it may have arrived."
        }
    }
}
