/// The durable record of what was sent to whom: one for each site, or as many as the user names.
///
/// A ledger open for writing keeps every other run from writing it. A method that is not `async` blocks its caller until the
/// work is done; all of them run one after the other. What a writing method returns from is on disk.
///
/// What a ledger can do is told in parts, so that whoever needs one of them says which. `LedgerOpener` opens it.
package protocol Ledger: CampaignStore, PlanStore, GrantSource, MessageStore, AttemptStore, LedgerUpkeep, LedgerMoving {
}

extension Ledger {
    /// Who is at work on a run now: the last one of the ledger, while it has no end and somebody writes the ledger.
    package func holder(of run: RunRecord) throws -> LedgerHolder? {
        guard run.endedAtMilliseconds == nil, let holder = holders.first else { return nil }
        return try runs(RunQuery(limit: 1)).first?.id == run.id ? holder : nil
    }
}
