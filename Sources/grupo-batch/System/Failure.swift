import BatchEngine
import BatchModel
import Manifests
import Text

/// Why a command ends early: its exit status, and one error that says what happened and what to do.
struct Failure: Error, CustomStringConvertible {
    var status: ExitStatus
    /// What it is called where a program reads it: the manifest's own key, or else the status in a word.
    var code: String
    /// What to do, where that is known apart; the end of the description says so too.
    var remedy: String?
    /// Empty when there is nobody to tell.
    var description: String

    /// Whether nobody read to its end what the command printed.
    var isUnread: Bool { status == .cannotCreate && description.isEmpty }

    init(_ status: ExitStatus, _ description: String, code: String? = nil, remedy: String? = nil) {
        self.status = status
        self.code = code ?? status.word
        self.remedy = remedy
        self.description = description
    }

    /// Advice about a file's name for what comes through a pipe and has none.
    private static func piped(_ remedy: String) -> String {
        if remedy.hasPrefix("Name it ."), let option = remedy.firstRange(of: "add --") {
            return "Add \(remedy[option.lowerBound...].dropFirst(4))"
        }
        return remedy.replacing(
            "Unpack it, and name the file inside.", with: "Unpack it first, as in: gunzip -c FILE | grupo-batch ...")
    }

    /// The failure a run's fault means.
    init(_ fault: RunFault) {
        switch fault {
        case .manifest(let fault)
        where fault.code == .unknownFormat && fault.problem == ManifestFormat.untold
            && fault.location.file == ManifestInput.standardInput:
            self.init(
                .usage, "Standard input has no name to tell its format; say which with --input-format, such as csv.")
        case .manifest(var fault):
            if fault.location.file == ManifestInput.standardInput { fault.remedy = Self.piped(fault.remedy) }
            self.init(
                fault.kind == .unreadable ? .unreadable : .refused, LocationText.line(fault.diagnostic),
                code: fault.code.rawValue, remedy: DisplayText.oneLine(fault.diagnostic.remedy, limit: 2_000))
        case .invalidRows(let check) where check.blocksAllRows:
            self.init(.refused, "The file cannot be used as it is\(Undone.clause). Correct it, then run again.")
        case .invalidRows(let check):
            self.init(
                .refused,
                """
                \(Numbers.count(check.invalid, "row")) of \(Numbers.grouped(check.rows)) invalid\(Undone.clause). Correct \
                the file, or send the valid rows with --skip-invalid.
                """)
        case .refused(let problem, let remedy):
            self.init(
                .refused, DisplayText.oneLine("\(problem)\(Undone.sentence) \(remedy)", limit: 2_000),
                remedy: DisplayText.oneLine(remedy, limit: 2_000))
        case .unrecorded(let problem, let remedy):
            self.init(
                .refused, DisplayText.oneLine("\(problem) Nothing was recorded. \(remedy)", limit: 2_000),
                remedy: DisplayText.oneLine(remedy, limit: 2_000))
        case .usage(let problem, let remedy):
            self.init(
                .usage, DisplayText.oneLine("\(problem)\(Undone.sentence) \(remedy)", limit: 2_000),
                remedy: DisplayText.oneLine(remedy, limit: 2_000))
        case .ledger(let fault) where fault.isMoved:
            self.init(.refused, DisplayText.oneLine("\(fault)", limit: 1_000), code: "ledger_moved")
        case .ledger(let fault): self.init(ExitStatus(fault), DisplayText.oneLine("\(fault)", limit: 1_000))
        case .report(let fault) where fault.isUnread: self.init(.cannotCreate, "")
        case .report(let fault): self.init(.cannotCreate, DisplayText.oneLine("\(fault)", limit: 1_000))
        case .declined: self.init(.refused, "Nothing was sent. The same command asks again.")
        case .interrupted(let signal):
            let what = signal == StopSignal.fromPage ? "Ended from the live page" : "Interrupted"
            self.init(ExitStatus(signal: signal), "\(what)\(Undone.clause). The same command begins again.")
        }
    }
}
