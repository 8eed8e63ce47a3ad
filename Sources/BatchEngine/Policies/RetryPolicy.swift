/// When a row that is proved not sent is tried again.
///
/// Half-jittered exponential backoff: a wait lies between half of its step and the whole step, because full jitter can
/// fall to nothing and spend every retry within a second.
package struct RetryPolicy: Sendable, Hashable {
    /// Extra attempts a row gets within one run.
    package var retries: Int
    /// The first step.
    package var base: Duration = .milliseconds(500)
    /// The longest step.
    package var ceiling: Duration = .seconds(60)

    /// Allows so many extra attempts.
    package init(retries: Int) { self.retries = retries }

    /// The wait before retry number `retry` (1 is the first), or nil when the row has had them all; `jitter` is a number
    /// from 0 to 1, drawn by the caller.
    package func wait(beforeRetry retry: Int, jitter: Double) -> Duration? {
        guard retry >= 1, retry <= retries else { return nil }
        let step = min(ceiling, base * (1 << min(retry - 1, 20)))
        return step / 2 + (step / 2) * jitter
    }
}
