/// What a sender tells the others with a commit, beside its results and claims.
///
/// It is recorded in the transaction of the results it was learnt from.
package struct FleetTelling: Sendable, Hashable {
    /// How many rows failed for good since the last time, as an error budget counts them.
    package var failed = 0
    /// The site's refusals since the last time; nil when there is nothing to say about them.
    package var refusals: Refusals?
    /// Whether this sender has seen that the site takes messages, so that all may send.
    package var opens = false
    /// Why everybody must stop, as the sender writes it; nil when nobody must.
    package var stop: String?
    /// How long the site asked everybody to wait, from now on; nil when it did not ask.
    package var closedFor: Duration?
    /// The day of the claims in the run's time zone, in days since 1 January 1970; nil where no quota is counted.
    package var day: Int?
    /// How far ahead of their places in time attempts are claimed; nil is as far as the run's terms let. Nearer is enough where commits are
    /// quick, and leaves rows that wait to fewer places of a sender.
    package var horizon: Duration?
    /// Whether to claim as the one that goes ahead while nothing was accepted.
    package var wantsLead = false

    /// The last of the site's answers, as far as a run of refusals goes by them.
    package struct Refusals: Sendable, Hashable {
        /// The key of the refusals at the end; nil when the last answer was none.
        package var key: String?
        /// The site's words beside it.
        package var message: String?
        /// How many there were.
        package var count = 0
        /// Whether something else was answered before them.
        package var isAnew = false

        /// None yet.
        package init() {}
    }

    /// Nothing to tell.
    package init() {}

    /// Whether it must be recorded even where there is neither a result nor a claim.
    package var isDue: Bool { failed > 0 || refusals != nil || opens || stop != nil || closedFor != nil }
}
