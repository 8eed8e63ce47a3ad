import BatchModel
import Files
import Reporting

/// Every error and warning of a manifest's rows as JSON, kept in temporary files: there may be millions.
final class FindingsSpool {
    private let errors: SpoolFile
    private let warnings: SpoolFile
    private var hasErrors = false
    private var hasWarnings = false

    init() throws(FileFault) {
        errors = try SpoolFile()
        warnings = try SpoolFile()
    }

    func add(_ diagnostic: Diagnostic) throws(FileFault) {
        let text = CheckJSON.text(diagnostic)
        switch diagnostic.severity {
        case .error:
            try errors.write(hasErrors ? "," + text : text)
            hasErrors = true
        case .warning:
            try warnings.write(hasWarnings ? "," + text : text)
            hasWarnings = true
        }
    }

    /// Writes the errors as elements of an array that begins with others.
    func copyErrors(after first: [String], to sink: any ReportSink) throws(FileFault) {
        try sink.write(first.joined(separator: ",") + (hasErrors && !first.isEmpty ? "," : ""))
        try errors.copy(to: sink)
    }

    /// Writes the warnings in the same way.
    func copyWarnings(after first: [String], to sink: any ReportSink) throws(FileFault) {
        try sink.write(first.joined(separator: ",") + (hasWarnings && !first.isEmpty ? "," : ""))
        try warnings.copy(to: sink)
    }
}
