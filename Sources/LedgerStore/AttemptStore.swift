import BatchModel

/// The moves of a ledger's messages: claims, results, persons' verdicts; and what is kept of the pace of a site.
package protocol AttemptStore: Sendable {
    /// How many entries a dead run had left claimed, found when this ledger was opened and unknown since.
    var recovered: Int { get }

    /// Whether a message that is claimed may be begun now: where others take over from whoever is not heard of, only while it is certain
    /// that nobody did. Never waits.
    var mayBegin: Bool { get }

    /// How long that is certain without hearing of the ledger again; nil where it is not a matter of time. Never waits.
    var leaseLeft: Duration? { get }

    /// Settles claimed messages and claims others, in one transaction that is on disk when this returns, without blocking the
    /// caller's thread, and whether or not its task is cancelled.
    ///
    /// Settlements come first, so that one call may settle a message and claim it again. A settlement that the table of
    /// transitions does not have, or of an entry that is not claimed, throws `LedgerFault.transitionRefused`; a disk that fails
    /// throws `writeFailed`; either way nothing of the call is in the ledger. An entry that cannot be claimed is not won, and all
    /// others are: only what is returned may be sent. After a failed write no claim succeeds any more through this ledger, and settlements only if the disk was
    /// merely full. `milliseconds` is the time of the claims.
    func commit(
        settling settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64
    ) async throws -> Committed

    /// Takes results back that may be another message's: the entries become unknown.
    ///
    /// Returns the state each entry was in before. Only those that were sent, rejected or not sent are changed: of a claimed
    /// one the result is still to come. An entry that the ledger does not have is left out. On disk when this returns.
    func doubt(_ entries: [Int64], errorKey: String, reason: String) throws -> [Int64: DeliveryState]

    /// Records a person's verdicts on unknown messages, all or none.
    ///
    /// An entry that is not unknown throws `LedgerFault.transitionRefused`. Status, end and duration that a verdict leaves
    /// out stay as they were; so does the count of attempts unless the verdict adds to it.
    func resolve(_ verdicts: [Settlement]) throws

    /// Takes persons' verdicts back, all or none: the messages are unknown again.
    ///
    /// An entry that is not where a person's verdict put it, because the site gave its result or it was tried since, throws
    /// `LedgerFault.transitionRefused`.
    func takeBack(_ entries: [Int64]) throws

    /// Records a person's verdict on every message of a plan that it can be given on, and returns how many there were.
    func resolveAll(_ plan: StoredPlan, as verdict: PersonVerdict) throws -> Int

    /// Restores what a report proves, all rows or none, as messages of a campaign.
    ///
    /// What speaks against sending wins: a report's `sent` replaces any other state, its `unknown` any but sent, and its
    /// `rejected` and `not_sent` only pending. But a person's verdict that an attempt did not arrive was given after somebody saw it as
    /// unknown, and so stands against a report's `unknown` of that attempt or an earlier one. Naming a message twice throws
    /// `LedgerFault.repeatedIdentity`.
    func importProven(
        _ campaign: Campaign, rows: ((ImportedRow) throws -> Void) throws -> Void
    ) throws -> ImportSummary

    /// What the pacer kept for a site, by name.
    func pacing(site: String) throws -> [String: String]

    /// Keeps values for a site; names that are not given stay as they are. On disk when this returns.
    func storePacing(site: String, _ values: [String: String]) throws
}

extension AttemptStore {
    /// Where a lock is held nobody takes over.
    package var mayBegin: Bool { true }

    /// A lock has no end.
    package var leaseLeft: Duration? { nil }
}
