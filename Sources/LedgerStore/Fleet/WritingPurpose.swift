/// What a ledger is opened for writing for, as far as others may write it at the same time.
package enum WritingPurpose: Sendable, Hashable {
    /// Something that needs the ledger at rest: nobody else may write it.
    case alone
    /// A person's verdicts on unknown messages, which nobody sends: beside whoever sends.
    case resolving
    /// Sending a campaign: together with others who send the same one, where the ledger is one that senders can share.
    case sending(CampaignIdentity)
}
