import BatchModel
import Manifests
import Text

/// Why nothing is recorded.
extension ReportImport {
    func refusal(_ what: String, _ lines: NamedLines, _ remedy: String) -> RunFault {
        .unrecorded(problem: "\(report.path): \(lines.sentence(what))", remedy: remedy)
    }

    func contradiction(_ pairs: [(ImportedLines.Entry, ImportedLines.Entry)]) -> RunFault {
        let shown = pairs.prefix(5).map { "lines \($0.line) and \($1.line)" }.joined(separator: ", ")
        let more = pairs.count > 5 ? " and \(pairs.count - 5) more" : ""
        return .unrecorded(
            problem: "\(report.path) says different things of one row_digest: \(shown)\(more).",
            remedy: "Use the report as it was written.")
    }

    var proofless: RunFault {
        .unrecorded(
            problem:
                "\(report.path) proves nothing of anybody: it is the report of a test (\(option: .testTo)), or its row_digest is gone.",
            remedy: "Import the report of the send itself.")
    }

    var earlier: RunFault {
        .unrecorded(
            problem: """
                \(report.path) is of an earlier version, without the column row_digest, and nothing in it proves that \
                \(manifest.displayName) is the list it is about.
                """,
            remedy: """
                Name the ledger it was sent with (\(option: .ledger)), or write the report anew from that ledger; an earlier JSON report proves \
                its list when that is unchanged. Otherwise take the rows it lists as sent out of your list and send the \
                rest with \(option: .batch) NAME.
                """)
    }

    func stranger(_ count: Int, _ run: ReportedRun, _ check: ManifestCheck) -> RunFault {
        let label = identity.batch.map { "with the batch label “\($0)”" } ?? "without a batch label"
        let lines =
            count == 1
            ? "The one line of \(report.path) is no row" : "None of the \(count) lines of \(report.path) is a row"
        return .unrecorded(
            problem: "\(lines) of \(manifest.displayName) as it would be sent to \(identity.site) \(label).",
            remedy: remedy(run, check))
    }

    func remedy(_ run: ReportedRun, _ check: ManifestCheck) -> String {
        if let site = run.site, site != identity.site {
            return "The report is of another site: give \(option: .site) \(site)."
        }
        if run.site != nil, run.batch ?? "" != identity.batch ?? "" {
            guard let batch = run.batch, !batch.isEmpty else {
                return "The report has no batch label: leave \(option: .batch) out."
            }
            return "The report is of the batch label “\(batch)”: give it with \(option: .batch)."
        }
        let options = "such as \(option: .sender), \(option: .message), \(option: .template) or \(option: .attachment)"
        switch run.manifestDigest {
        case nil:
            return """
                Give what it was sent with (\(option: .batch), \(option: .site), and options \(options)), and put your list back as it was sent.
                """
        case check.inputDigest.description: return "Give the options it was sent with, \(options)."
        default: return "Your list was edited since: put back the file as it was sent, then import again."
        }
    }
}
