/// One thing that is wrong, or worth knowing, in the user's input.
public struct Diagnostic: Sendable, Hashable {
    /// Whether the input can be used all the same.
    public enum Severity: String, Sendable, Hashable {
        /// The row, or the file, cannot be sent.
        case error
        /// It can be sent, but may not be what was meant.
        case warning
    }

    /// Whether it blocks the row.
    public var severity: Severity
    /// A stable short name such as `manifest.missing_user`; becomes the row's `error_key` in the report.
    public var code: String
    /// Where it stands.
    public var location: SourceLocation
    /// What is wrong, in one sentence; may quote the user's text, which is not yet safe for a terminal.
    public var problem: String
    /// What to do about it, in the imperative.
    public var remedy: String

    /// Describes one fault.
    public init(_ severity: Severity, code: String, at location: SourceLocation, problem: String, remedy: String) {
        self.severity = severity
        self.code = code
        self.location = location
        self.problem = problem
        self.remedy = remedy
    }
}
