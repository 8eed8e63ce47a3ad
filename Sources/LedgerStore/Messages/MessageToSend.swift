import BatchModel

/// A message that this run would send, as it is looked up in another run's ledger.
package struct MessageToSend: Sendable {
    /// What makes it.
    package var identity: MessageIdentity
    /// What a ledger of the earlier rule may call it.
    package var earlier: EarlierSpellings?
    /// The digest of its recipient, and the row it was written for where it is a corrected one.
    package var corrected: (recipient: UInt64, of: StatedRow)?

    /// Describes a message.
    package init(
        _ identity: MessageIdentity, earlier: EarlierSpellings? = nil,
        corrected: (recipient: UInt64, of: StatedRow)? = nil
    ) {
        self.identity = identity
        self.earlier = earlier
        self.corrected = corrected
    }
}
