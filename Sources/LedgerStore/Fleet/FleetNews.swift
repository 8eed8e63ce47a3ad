/// What a sender hears of the others with a commit.
package struct FleetNews: Sendable, Hashable {
    /// How far the run is.
    package enum Phase: Sendable, Hashable {
        /// Nothing was accepted yet: one sender goes ahead.
        case lead(Lead)
        /// All send.
        case open
    }

    /// Who goes ahead.
    package enum Lead: Sendable, Hashable {
        /// This sender.
        case own
        /// Another one.
        case others
        /// Nobody: who claims first.
        case free
    }

    /// How far the run is.
    package var phase = Phase.open
    /// Why everybody must stop, as one of them wrote it, or `budget`, `refusals` or `asked`; nil while it goes on.
    package var stop: String?
    /// Whether somebody asked this sender to leave.
    package var isDraining = false
    /// How many rows of the run failed.
    package var failed = 0
    /// The run of refusals that the site's answers end with now.
    package var refusals = FleetTelling.Refusals()
    /// How long the site still asks everybody to wait; nil when it does not.
    package var closedFor: Duration?
    /// When the rate allows the next attempt, from now on.
    package var nextSlot: Duration = .zero
    /// When the attempts may start that were claimed, from now on and in their order; fewer than were claimed where that is not known any
    /// more, and none without a rate.
    package var slots: [Duration] = []
    /// Of the entries to be claimed those that were not tried, because the pace or the others do not allow it now.
    package var untried: Set<Int64> = []
    /// The day that attempts are counted for, and how many were started on it.
    package var day: Int?
    /// How many attempts were started on that day.
    package var startedOnDay = 0
    /// The time of day at the ledger, in milliseconds since 1970 (UTC).
    package var wall: Int64 = 0
    /// How many others send the same.
    package var others = 0

    /// Nothing heard.
    package init() {}
}
