import BatchModel
import LedgerStore
import Manifests

/// Where a run asks and tells.
package struct RunHooks: Sendable {
    /// The manifest was read whole; called before anything is refused, with what was found.
    package var checked: @Sendable (ManifestCheck) -> Void = { _ in }
    /// The check of the manifest has come so far.
    package var reading: @Sendable (CheckProgress) -> Void = { _ in }
    /// Recipients already served would get a second message; says what to do.
    package var decideEdited: @Sendable (Int) -> EditedRowsChoice = { _ in .refuse }
    /// The last question before the first message leaves, with the forecast's `questions`; false ends the run. Nil asks nothing.
    package var confirm: (@Sendable (RunForecast) -> Bool)?
    /// Whether `confirm` is asked only when there are questions.
    package var confirmsQuestionsOnly = false
    /// Who answers questions.
    package var answer = QuestionAnswer.refuse
    /// The ledger is open, and no other run may write it.
    package var opened: @Sendable (any AttemptStore) -> Void = { _ in }
    /// Another process is about to begin what this one would join, and this one waits for it; called once.
    package var waitingToJoin: @Sendable (LedgerHolder) -> Void = { _ in }
    /// What is worth knowing before the first message leaves; called unless `confirm` is asked, which has it in the forecast.
    package var noticed: @Sendable ([RunNotice]) -> Void = { _ in }
    /// Sending begins.
    package var began: @Sendable (RunForecast) -> Void = { _ in }
    /// What happens while sending.
    package var observe: @Sendable (RunEvent) -> Void = { _ in }
    /// So many rows, of so many, are in the report.
    package var reporting: @Sendable (Int, Int) -> Void = { _, _ in }

    /// Hooks that ask and tell nothing.
    package init() {}
}

/// What a run is about to do.
package struct RunForecast: Sendable {
    /// Rows this run will try to send.
    package var toSend: Int
    /// Rows of the plan by state, before the run.
    package var counts: PlanCounts
    /// The site's canonical address.
    package var site: String
    /// The first message this run sends, as the site will get it; known only to `RunHooks.confirm`.
    package var first: PlannedMessage?
    /// What must be said yes to; answered already unless `RunHooks.confirm` is asked.
    package var questions: [RunQuestion] = []
    /// Damaged text that is sent all the same: a line for each kind.
    package var damage: [String] = []
    /// What suppression lists come to in the whole manifest.
    package var exclusion = Exclusion()
    /// What is worth knowing before.
    package var notices: [RunNotice] = []
    /// The senders of the manifest's rows; nil when the manifest, known from an earlier run, was not checked again.
    package var senders: SenderCensus?
    /// The user who gets everything instead of the rows' own.
    package var testRecipient: String?
    /// Most sends in flight.
    package var concurrency: Int = 1
    /// How long it takes and when it ends, in words; nil when only the site sets the pace.
    package var timing: String?
    /// How far the run is that others send already and this sender joins, in words; nil where it begins one.
    package var joining: String?
    /// The digest `--plan` takes.
    package var planDigest: String
    /// Entries a dead run had left claimed, now unknown.
    package var recovered: Int
}
