import BatchModel

/// The plans of a ledger: each campaign's manifest as it was enrolled last, its rows tied to messages.
package protocol PlanStore: Sendable {
    /// The campaign's current plan; nil when it has none.
    ///
    /// It may be reused as it is when the manifest, its attachments and the settings are the same as then. `summary`
    /// says what it means by now.
    func storedPlan(_ campaign: Campaign) throws -> StoredPlan?

    /// Makes a plan the campaign's current one, with all its rows, in one transaction.
    ///
    /// `rows` adds the manifest's rows in order and returns what the plan was made from; a message the ledger has, whichever file
    /// brought it, is tied to the row as it stands, and others are enrolled as pending. `approve` then sees what the plan means,
    /// and may throw: whatever is thrown, the ledger is as it was before. Neither closure may call this ledger. On return the
    /// plan is on disk. Memory does not grow with the rows, but for what `EnrolmentSummary.editedServed` needs.
    ///
    /// - Throws: `LedgerFault.repeatedIdentity` when one message comes twice, and what the closures throw.
    func enrol(
        _ campaign: Campaign, _ terms: EnrolmentTerms, rows: (inout Enrolment) throws -> PlanDescription,
        approve: (EnrolmentSummary) throws -> Void
    ) throws -> StoredPlan

    /// Says what enrolling these rows would mean, and changes nothing; works on a ledger open for reading.
    ///
    /// `campaign` is nil when the ledger does not have it yet; `identity` then says what it would be. The closure may not call
    /// this ledger.
    func preview(
        _ campaign: Campaign?, as identity: CampaignIdentity?, _ terms: EnrolmentTerms,
        rows: (inout Enrolment) throws -> Void
    ) throws -> EnrolmentSummary

    /// Says what a stored plan means now, as if it were enrolled again.
    func summary(_ plan: StoredPlan) throws -> EnrolmentSummary

    /// Makes a plan reusable by the next run: it was said yes to. On return that is on disk.
    func approve(_ plan: StoredPlan, settingsDigest: String) throws

    /// Remembers, for a plan that is used again, what other campaigns sent of it since; enrolling a plan does that by itself.
    func countServed(_ plan: StoredPlan) throws

    /// The plan's rows from a position on, at most `limit`; fewer only at the end.
    ///
    /// Each call is a view of its own: rows settled between two calls show it. Throws `LedgerFault.planReplaced` once a
    /// later run has enrolled the file again.
    func entries(_ plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanEntry]

    /// How many of the plan's rows stand where; claimed rows apart from unknown ones.
    func counts(_ plan: StoredPlan) throws -> PlanCounts

    /// Those of the entries that are messages of a plan.
    func messages(of plan: StoredPlan, among entries: Set<Int64>) throws -> Set<Int64>
}

extension PlanStore {
    /// Enrols a plan of which all is known before.
    package func enrol(
        _ campaign: Campaign, plan description: PlanDescription, rows: (inout Enrolment) throws -> Void,
        approve: (EnrolmentSummary) throws -> Void
    ) throws -> StoredPlan {
        try enrol(
            campaign, EnrolmentTerms(),
            rows: { enrolment in
                try rows(&enrolment)
                return description
            }, approve: approve)
    }

    /// How many of the plan's rows ended in each outcome; claimed rows count as unknown.
    package func states(_ plan: StoredPlan) throws -> BatchTally { try counts(plan).tally }
}
