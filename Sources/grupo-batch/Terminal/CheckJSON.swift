import BatchModel
import Manifests

/// What checking a manifest found, as one JSON object.
struct CheckJSON {
    let text: String

    private struct Fields: Encodable {
        var manifest: String
        var valid: Bool
        var rows: Int
        var validRows: Int
        var invalidRows: Int
        var recipients: Int
        var attachments: Int
        var attachmentBytes: Int64
        var longestMessage: Int?
        var planDigest: String
        var ledger: [String: Int]?
        var ledgerConsulted: Bool
        var problemCount: Int
        var problems: [Problem]
        var warnings: [Problem]
    }

    private struct Problem: Encodable {
        var errorKey: String
        var row: Int?
        var line: Int?
        var column: String?
        var problem: String
        var remedy: String

        init(_ diagnostic: Diagnostic) {
            errorKey = diagnostic.code
            row = diagnostic.location.row
            line = diagnostic.location.line
            column = diagnostic.location.column
            problem = diagnostic.problem
            remedy = diagnostic.remedy
        }
    }

    init(_ check: ManifestCheck, file: String, ledger: BatchTally?) {
        text = JSONText.of(
            Fields(
                manifest: file, valid: check.isValid, rows: check.rows, validRows: check.valid,
                invalidRows: check.invalid, recipients: check.distinctRecipients,
                attachments: check.distinctAttachments,
                attachmentBytes: check.attachmentBytes, longestMessage: check.longestMessage?.characters,
                planDigest: check.planDigest.description, ledger: ledger.map(JSONText.counts),
                ledgerConsulted: ledger != nil, problemCount: check.errorCount,
                problems: check.diagnostics.map(Problem.init), warnings: check.warnings.map(Problem.init)))
    }
}
