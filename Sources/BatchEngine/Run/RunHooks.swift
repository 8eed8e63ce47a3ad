import BatchModel
import LedgerStore
import Manifests

/// Where a run asks and tells.
package struct RunHooks: Sendable {
    /// The manifest was read whole; called before anything is refused, with what was found.
    package var checked: @Sendable (ManifestCheck) -> Void = { _ in }
    /// So many rows have been read.
    package var reading: @Sendable (Int) -> Void = { _ in }
    /// Recipients already served would get a second message; says what to do.
    package var decideEdited: @Sendable (Int) -> EditedRowsChoice = { _ in .refuse }
    /// The last question before the first message leaves; false ends the run.
    package var confirm: @Sendable (RunForecast) -> Bool = { _ in true }
    /// Sending begins.
    package var began: @Sendable (RunForecast) -> Void = { _ in }
    /// What happens while sending.
    package var observe: @Sendable (RunEvent) -> Void = { _ in }

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
    /// The first message as it will be sent.
    package var first: PlannedMessage?
    /// How long it takes and when it ends, in words; nil when only the site sets the pace.
    package var timing: String?
    /// The digest `--plan` takes.
    package var planDigest: String
    /// Entries a dead run had left claimed, now unknown.
    package var recovered: Int
}
