import Reporting
import Synchronization

/// A failure as the last line on standard error: for people, or with `--json` for programs.
enum FailureText {
    private static let isJSON = Atomic(false)

    /// From now on failures are JSON.
    static func becomeJSON() { isJSON.store(true, ordering: .relaxed) }

    /// The line; `usage` says how a command is used that was used wrongly, `otherwise` what to do where the failure does not.
    static func line(_ failure: Failure, usage: String? = nil, otherwise: String? = nil) -> String {
        guard isJSON.load(ordering: .relaxed) else {
            return "grupo-batch: \(failure)" + (usage.map { "\n\($0)" } ?? "")
        }
        var fields = Fields(failure)
        if let otherwise, failure.remedy == nil, parts(failure).remedy.isEmpty { fields.remedy = otherwise }
        return JSONText.of(fields)
    }

    /// What a program reads of a failure.
    struct Fields: Encodable {
        var code: String
        var exitCode: Int32
        var message: String
        var remedy: String

        init(_ failure: Failure) {
            (code, exitCode) = (failure.code, failure.status.rawValue)
            (message, remedy) = FailureText.parts(failure)
            if remedy.isEmpty { remedy = failure.status.remedy }
        }
    }

    /// What happened, and what to do: where that is not known apart it is the last sentence, or half of it, of several.
    private static func parts(_ failure: Failure) -> (message: String, remedy: String) {
        let text = failure.description
        if let remedy = failure.remedy {
            return (text.hasSuffix(remedy) ? trimmed(text.dropLast(remedy.count)) : text, remedy)
        }
        for mark in [". ", "; "] {
            guard let end = text.ranges(of: mark).last else { continue }
            let rest = text[end.upperBound...]
            return (trimmed(text[..<end.lowerBound]) + ".", rest.prefix(1).uppercased() + rest.dropFirst())
        }
        return (text, "")
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension ExitStatus {
    /// What to do where a failure does not say; empty where that depends on the failure.
    fileprivate var remedy: String {
        switch self {
        case .usage: "See 'grupo-batch --help'."
        case .unreadable: "Check the path."
        case .configuration: "grupo-batch doctor shows which settings count, and where they come from."
        default: ""
        }
    }

    /// The status in a word, for programs.
    var word: String {
        switch self {
        case .success: "success"
        case .someFailed: "some_failed"
        case .someUnknown: "some_unknown"
        case .stopped: "stopped"
        case .usage: "usage"
        case .refused: "refused"
        case .unreadable: "unreadable"
        case .unreachable: "unreachable"
        case .cannotCreate: "cannot_create"
        case .ledgerFailed: "ledger_failed"
        case .ledgerHeld: "ledger_held"
        case .configuration: "configuration"
        case .hangUp, .interrupt, .terminate: "interrupted"
        }
    }
}
