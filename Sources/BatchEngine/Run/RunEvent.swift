import BatchModel
import GrupoAPI

/// What a run tells whoever watches it. Results are told only after they are on disk.
package enum RunEvent: Sendable {
    /// A row was tried for the `attempt`th time in this run; with `retryIn` this run tries it again after that time.
    case settled(row: Int, attempt: Int, result: AttemptResult, previous: Outcome, retryIn: Duration?)
    /// A row whose result was told is unknown after all: the answer may be another's. `isRetry` when it waited to be tried again.
    case doubted(row: Int, previous: Outcome, isRetry: Bool)
    /// So many results and claims are on disk, and how long that took.
    case committed(results: Int, claims: Int, took: Duration)
    /// Nothing is claimed for so long, and why; `until` is that moment on the user's clock.
    case waiting(WaitReason, for: Duration, until: String)
    /// The run goes on after a wait.
    case resumed
    /// Somebody closed the gate: nothing new leaves until it is opened.
    case paused
    /// The gate was opened again.
    case wentOn
    /// How many sends are in flight, and how many may be.
    case inFlight(Int, limit: Int)
    /// The window of `--concurrency auto` moved.
    case windowMoved(ConcurrencyController.Move)
    /// So many senders are at work on the run, this one among them.
    case senders(Int)
    /// A connection was tried to see whether the site is back.
    case probed(reachable: Bool)
    /// Something to tell once a run.
    case notice(AttemptResult.Notice)
    /// The run ends early; sends in flight are finished first.
    case stopping(StopReason)
}

/// Why a run does not start another attempt now.
package enum WaitReason: String, Sendable {
    /// The rate is used up.
    case rate
    /// Another sender goes ahead, or has the last rows.
    case others
    /// The site asked for it.
    case retryAfter
    /// Rows wait before they are tried again.
    case backoff
    /// The site cannot be reached.
    case siteDown
    /// The user said when to begin.
    case startTime
    /// Outside the sending window.
    case window
    /// The day's quota is used up.
    case dailyQuota
}
