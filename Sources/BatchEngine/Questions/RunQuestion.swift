/// Something that is probably not what was meant, and that a person must say yes to before the first message leaves.
///
/// All questions of a run come in one prompt. Without a terminal `--yes` answers them; without that the run is refused (65).
package struct RunQuestion: Sendable, Hashable {
    /// Its stable short name.
    package var code: QuestionCode
    /// What was found, in one sentence; may quote the user's text, which is not yet safe for a terminal.
    package var problem: String
    /// What to do if it is not what was meant, in the imperative.
    package var remedy: String

    /// Puts a question together.
    package init(_ code: QuestionCode, problem: String, remedy: String) {
        self.code = code
        self.problem = problem
        self.remedy = remedy
    }
}

/// Who answers a run's questions.
package enum QuestionAnswer: Sendable, Hashable {
    /// Nobody can be asked: a run with questions is refused.
    case refuse
    /// `--yes` was given.
    case accept
    /// `RunHooks.confirm` asks them.
    case ask
}
