import ArgumentParser
import BatchModel

/// The rows a report is limited to: an outcome, or `failed` for all that call for mending.
struct OutcomeFilter: ExpressibleByArgument {
    let outcomes: Set<Outcome>

    init?(argument: String) {
        if argument == "failed" {
            outcomes = [.rejected, .notSent, .invalid]
        } else if let outcome = Outcome(rawValue: argument.replacing("-", with: "_")) {
            outcomes = [outcome]
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { ["failed"] + Outcome.allCases.map(\.rawValue) }

    /// Named, as only a type with a list of cases is completed by itself.
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
