import Manifests

/// Something worth knowing before the first message leaves, which stops nobody.
package struct RunNotice: Sendable, Hashable, Codable {
    /// A stable short name for logs and JSON, such as `option_partly_used`.
    package var code: String
    /// What was found, in one sentence; may quote the user's text, which is not yet safe for a terminal.
    package var problem: String

    /// Says how many rows `--keep-served` leaves out; nothing when there are none.
    static func ofKeptServed(_ count: Int) -> [RunNotice] {
        guard count > 0 else { return [] }
        return [
            RunNotice(
                "kept_served",
                problem: """
                    \(Digits.grouped(count)) \(count == 1 ? "row is" : "rows are") left out: the recipient was served before.
                    """)
        ]
    }

    /// Puts a notice together.
    package init(_ code: String, problem: String) {
        self.code = code
        self.problem = problem
    }
}
