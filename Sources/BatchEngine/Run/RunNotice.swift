/// Something worth knowing before the first message leaves, which stops nobody.
package struct RunNotice: Sendable, Hashable, Codable {
    /// A stable short name for logs and JSON, such as `option_partly_used`.
    package var code: String
    /// What was found, in one sentence; may quote the user's text, which is not yet safe for a terminal.
    package var problem: String

    /// Puts a notice together.
    package init(_ code: String, problem: String) {
        self.code = code
        self.problem = problem
    }
}
