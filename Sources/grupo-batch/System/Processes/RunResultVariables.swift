import BatchEngine
import BatchModel

/// How a run ended, as the environment of a command of the user's tells it.
struct RunResultVariables {
    /// What the names begin with: none of them is a setting, so that the command may run this program.
    static let prefix = "GRUPO_RESULT_"

    /// The variables, each with its value.
    private(set) var variables: [String: String] = [:]

    /// A run that came to its end, or that a stop ended early.
    init(_ summary: RunSummary, _ end: RunEnd, manifest: String) {
        self.init(code: end.code, reason: summary.stop?.explanation, manifest: manifest)
        set("ROWS", String(summary.tally.total))
        for outcome in Outcome.allCases { set(outcome.rawValue.uppercased(), String(summary.tally[outcome])) }
        set("REPORT", summary.reports.first ?? "")
        set("REPORTS", summary.reports.joined(separator: "\n"))
    }

    /// A run that did not begin, and why.
    init(code: Int32, reason: String?, manifest: String) {
        set("EXIT_CODE", String(code))
        set("MANIFEST", manifest)
        set("REASON", reason ?? "")
    }

    private mutating func set(_ name: String, _ value: String) { variables[Self.prefix + name] = value }
}
