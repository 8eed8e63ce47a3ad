/// A ledger that several senders of one run can share: they are handed ranges of its rows, keep one pace, and stop together.
///
/// Open for sending it is in one of two positions: it joined a run that others send, or it may begin one, alone until it does.
package protocol FleetStore: Ledger {
    /// The run that this sender has joined; nil where it may begin one.
    var joined: FleetRun? { get }

    /// How often a sender that has nothing to do looks at what the others do.
    var pause: Duration { get }

    /// Begins a run of a plan, which others may join from then on; on return that is on disk.
    ///
    /// `reach` is the position behind the last row that the run may send. `reopens` ends a wait that the site asked for.
    func beginRun(
        _ plan: StoredPlan, settingsJSON: String, terms: FleetTerms, reach: Int, reopens: Bool, at milliseconds: Int64
    ) throws -> RunRecord

    /// Takes part in the run that was joined, under its terms.
    func takePart(in run: FleetRun, terms: FleetTerms)

    /// What `AttemptStore.commit` does, while the run allows it; tells the others, and says what they told.
    ///
    /// Nothing is claimed once the run has a reason to stop, nor while another sender goes ahead, the site asks to wait, or the pace
    /// has no place: such entries are `untried`.
    func commit(
        settling settlements: [Settlement], claiming entries: [Int64], telling: FleetTelling, for campaign: Campaign,
        at milliseconds: Int64
    ) async throws -> Committed

    /// Renews the lease, takes over from those who are gone, and says what there is to hear.
    func look() async throws -> FleetNews

    /// Says that all rows that this sender was handed are done with.
    func finishGrants() throws

    /// What there is left to do of the run for a sender that was handed no row any more.
    func work() throws -> FleetWork

    /// Whether another sender of the run has a message on its way.
    func othersSend() throws -> Bool

    /// Gives back what this sender was handed, and rows that it claimed and did not send: for the others.
    func giveBack(_ entries: [Int64]) throws
}

/// What there is left of a run for a sender without rows.
package enum FleetWork: Sendable, Hashable {
    /// Rows that nobody has: of a sender that died, or left.
    case rows
    /// Others are at work on the last ones.
    case others
    /// Nothing: every row is done with.
    case nothing
}
