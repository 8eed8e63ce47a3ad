import BatchModel
import Files
import LedgerStore
import Manifests
import Reporting
import Text

/// Why a run could not begin, or could not report.
package enum RunFault: Error, Sendable {
    /// The manifest cannot be read, or is none.
    case manifest(ManifestFault)
    /// Some rows are invalid and `--skip-invalid` was not given.
    case invalidRows(ManifestCheck)
    /// Sending would break a promise, or is not what was asked for.
    case refused(problem: String, remedy: String)
    /// What was to be recorded is refused, and nothing of it was recorded.
    case unrecorded(problem: String, remedy: String)
    /// The command line asks for what cannot be; nothing was sent.
    case usage(problem: String, remedy: String)
    /// The ledger cannot be used.
    case ledger(LedgerFault)
    /// A report cannot be written.
    case report(FileFault)
    /// The user said no.
    case declined
    /// A signal came before anything was sent.
    case interrupted(signal: Int32)

    /// Nobody said yes to what is probably not meant.
    package static func unanswered(_ questions: [RunQuestion]) -> RunFault {
        .refused(
            problem: questions.map(\.problem).joined(separator: " "),
            remedy: questions.map(\.remedy).joined(separator: " ") + " If it is what you mean, add \(option: .yes).")
    }

    /// Recipients who were served already would get a second message.
    ///
    /// `movedFrom` is the path the file seems to have had then; nil when it has not been moved, or is known by its rows.
    ///
    /// `report` is the only witness, where the ledger knows nothing of the file; `isNamed`: the ledger knows a file by its name.
    package static func edited(
        _ count: Int, unknown: Int = 0, movedFrom: String? = nil, report: String? = nil, isNamed: Bool = false
    ) -> RunFault {
        let moved = movedFrom.map { " (it seems to be \($0), which is no longer there)" } ?? ""
        let file = "this file\(moved)\(report.map { ", as \($0) says" } ?? "")"
        return .refused(
            problem: """
                \(count) \(count == 1 ? "recipient" : "recipients") \(gotSomething(count, unknown, file)), and \
                \(count == 1 ? "the row" : "their rows") changed since: sending would give them a second message.
                """,
            remedy: (unknown == 0
                ? "" : "Look the unknown up on the site; put such a row back as it was, run again and resolve it. ")
                    + """
                    \(option: .keepServed) leaves them out, \(option: .resendEdited) sends them the new message, \(option: .batch) NAME makes this a new \
                    campaign.\(report == nil ? "" : " If that report is of another site or batch, move it away.")\(isNamed && report == nil ? Self.otherList : "")
                    """)
    }

    private static let otherList =
        " If another list of that name got it, \(option: .manifestName) NAME keeps the two apart."

    private static func gotSomething(_ count: Int, _ unknown: Int, _ file: String) -> String {
        if unknown == count { return "may already have been sent something from \(file) (the result is unknown)" }
        let perhaps = unknown == 0 ? "" : " (\(unknown) only perhaps: the result is unknown)"
        return "\(count == 1 ? "was" : "were") already sent something from \(file)\(perhaps)"
    }

    /// Messages of this run may have arrived, as another ledger has it; a `question` about that ledger says how many it has.
    static func unknownElsewhere(
        _ question: RunQuestion, _ count: Int, in ledger: String, manifest: String?, batch: String?
    ) -> RunFault {
        let words = [manifest ?? "-", "\(option: .ledger)", ledger] + (batch.map { ["\(option: .batch)", $0] } ?? [])
        let resolve = "resolve " + words.map(DisplayText.shellWord).joined(separator: " ")
        let it = count == 1 ? "it" : "them"
        return .refused(
            problem: """
                \(question.problem) Whether \(count) of them arrived is unknown, and \(option: .yes) is no answer to that.
                """,
            remedy: """
                Go on with that ledger (\(option: .ledger) \(DisplayText.shellWord(ledger))), or look \(it) up on the site and say what became of \
                \(it) (\(resolve) \(option: .row) N \(option: .as) sent or not-sent), or make this a new campaign (\(option: .batch) NAME).
                """)
    }

    /// Rows of a file to be sent again were written for another batch than this run's.
    package static func ofOtherBatch(_ other: EnrolmentSummary.OtherBatch, batch: String?) -> RunFault {
        let written = other.label.isEmpty ? "a batch without a label" : "the batch “\(other.label)”"
        let now = batch.map { $0.isEmpty ? "has no label" : "has the label “\($0)”" } ?? "has no label"
        let way =
            other.label.isEmpty
            ? "Leave out \(option: .batch)" : "Give \(option: .batch) \(DisplayText.shellWord(other.label))"
        return .refused(
            problem: """
                \(other.rows) \(other.rows == 1 ? "row of this file belongs" : "rows of this file belong") to \(written), as the \
                column \(AddedColumns.ordinal) says, and this run \(now): that batch would not know what becomes of \
                \(other.rows == 1 ? "it" : "them").
                """,
            remedy: "\(way) to continue it. If another batch is meant, remove that column from the file.")
    }

    /// Runs `body` and gives the faults of the stages one type.
    static func naming<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw named(error)
        }
    }

    /// The same for work that does not wait.
    static func naming<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw named(error)
        }
    }

    /// A fault of a stage as a `RunFault`; any other error as it is.
    package static func named(_ error: any Error) -> any Error {
        switch error {
        case let fault as ManifestFault: RunFault.manifest(fault)
        case let fault as LedgerFault: RunFault.ledger(fault)
        case let fault as FileFault: RunFault.report(fault)
        default: error
        }
    }
}
