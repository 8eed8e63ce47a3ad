import BatchEngine
import BatchModel
import Files
import Manifests
import Reporting

/// What checking a manifest found, as one JSON object.
struct CheckJSON {
    private let fields: String
    private let check: ManifestCheck

    private struct Fields: Encodable {
        var manifest: String
        /// Whether a send would begin: the exit code is 0 then, and only then.
        var valid: Bool
        var exitCode: Int32
        var refusal: String?
        var code: String?
        var message: String?
        var remedy: String?
        var rows: Int
        var validRows: Int
        var invalidRows: Int
        var recipients: Int
        var attachments: Int
        var attachmentBytes: Int64
        var longestMessage: Int?
        var exclusion: ExclusionText.Fields?
        var planDigest: String
        var ledger: [String: Int]?
        var ledgerConsulted: Bool
        var problemCount: Int
        var questions: [Question]
        var notices: [RunNotice]
    }

    private struct Question: Encodable {
        var code: String
        var problem: String
        var remedy: String
    }

    /// `refusal` is why nothing would be sent; nil when a send would begin.
    init(
        _ check: ManifestCheck, plan: PlanDigest, file: String, refusal: RunFault?, ledger: BatchTally? = nil,
        questions: [RunQuestion] = [], notices: [RunNotice] = []
    ) {
        self.check = check
        let failure = refusal.map { Failure($0) }
        let told = failure.map { FailureText.Fields($0) }
        fields = JSONText.of(
            Fields(
                manifest: file, valid: refusal == nil, exitCode: (failure?.status ?? .success).rawValue,
                refusal: failure?.description, code: told?.code, message: told?.message, remedy: told?.remedy,
                rows: check.rows, validRows: check.valid,
                invalidRows: check.invalid, recipients: check.distinctRecipients,
                attachments: check.distinctAttachments,
                attachmentBytes: check.attachmentBytes, longestMessage: check.longestMessage?.characters,
                exclusion: ExclusionText.Fields(check.exclusion),
                planDigest: plan.description, ledger: ledger.map(JSONText.counts),
                ledgerConsulted: ledger != nil, problemCount: check.errorCount,
                questions: questions.map { Question(code: $0.code.rawValue, problem: $0.problem, remedy: $0.remedy) },
                notices: notices))
    }

    /// The object with the problems and warnings that the check kept.
    var text: String {
        let (problems, warnings) = (check.diagnostics.map(Self.text), check.warnings.map(Self.text))
        return fields.dropLast() + ",\"problems\":[\(problems.joined(separator: ","))],"
            + "\"warnings\":[\(warnings.joined(separator: ","))],\(totals)}"
    }

    /// How often each warning was met in each column, and in which row first.
    private var totals: String {
        let totals = check.warningTotals.map {
            Total(errorKey: $0.code.rawValue, column: $0.column, count: $0.count, firstRow: $0.first?.location.row)
        }
        return "\"warning_totals\":[\(totals.map { JSONText.of($0) }.joined(separator: ","))]"
    }

    private struct Total: Encodable {
        var errorKey: String
        var column: String?
        var count: Int
        var firstRow: Int?
    }

    /// Writes the object with every problem and warning, those of the file and its columns before those of its rows.
    func write(_ found: FindingsSpool, to sink: any ReportSink) throws(FileFault) {
        try sink.write(fields.dropLast() + ",\"problems\":[")
        try found.copyErrors(after: check.fileErrors.map(Self.text), to: sink)
        try sink.write("],\"warnings\":[")
        try found.copyWarnings(after: check.fileWarnings.map(Self.text), to: sink)
        try sink.write("],\(totals)}\n")
        try sink.commit()
    }

    /// One problem or warning as an object; what is not known is left out.
    static func text(_ diagnostic: Diagnostic) -> String {
        var line = "{\"error_key\":"
        JSONText.add(diagnostic.code, to: &line)
        for (key, number) in [("row", diagnostic.location.row), ("line", diagnostic.location.line)] {
            if let number { line += ",\"\(key)\":\(number)" }
        }
        for (key, text) in [
            ("column", diagnostic.location.column), ("problem", diagnostic.problem), ("remedy", diagnostic.remedy),
        ] {
            guard let text else { continue }
            line += ",\"\(key)\":"
            JSONText.add(text, to: &line)
        }
        return line + "}"
    }
}
