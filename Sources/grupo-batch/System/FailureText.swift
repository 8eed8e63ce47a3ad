import Reporting
import Synchronization

/// A failure as the last line on standard error: for people, or with `--json` for programs.
enum FailureText {
    private static let isJSON = Atomic(false)

    /// From now on failures are JSON.
    static func becomeJSON() { isJSON.store(true, ordering: .relaxed) }

    /// The line; `usage` says how a command is used that was used wrongly, `otherwise` what to do where the failure does not.
    ///
    /// It names the command that comes next: where the failure itself names none, it is the same one again.
    static func line(_ failure: Failure, usage: String? = nil, otherwise: String? = nil) -> String {
        let next = otherwise ?? failure.status.next
        guard isJSON.load(ordering: .relaxed) else {
            if let usage { return "grupo-batch: \(failure)\n\(usage)" }
            return "grupo-batch: "
                + (namesCommand(failure.description) ? "\(failure)" : joined(failure.description, next))
        }
        var fields = Fields(failure)
        if fields.remedy.isEmpty {
            fields.remedy = next
        } else if !namesCommand(fields.remedy) {
            fields.remedy = joined(fields.remedy, next)
        }
        return JSONText.of(fields)
    }

    /// Whether a text says what to run: another command, the same with other options, or the same again. An option that a text begins
    /// with is where the fault lies.
    private static func namesCommand(_ text: String) -> Bool {
        ["grupo-batch ", "again", " --", "(--"].contains { text.contains($0) }
    }

    private static func joined(_ text: String, _ next: String) -> String {
        // What is to be pasted into a shell ends with its line.
        if text.contains("; run: ") { return "\(text)\n\(next)" }
        return text.last.map { ".!?".contains($0) } ?? true ? "\(text) \(next)" : "\(text). \(next)"
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
    /// The command that comes next where a failure names none.
    fileprivate var next: String {
        switch self {
        case .usage: "See 'grupo-batch --help'."
        case .configuration: "'grupo-batch doctor' shows which settings count, and where they come from."
        default: "Run the same command again after that."
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
