import BatchModel
import LedgerStore

/// Knows which messages are one row of a manifest: as it failed, and as it was corrected in a file to be sent again.
struct MemoryVersions {
    /// A message that a row was written for.
    struct Original {
        var entry: Int64
        var message: MemoryContent.Message
        /// Its batch label at the same site, empty for none; nil at another site.
        var batch: String?
    }

    /// The campaign that asks; nil for none, which knows of no versions.
    let identity: CampaignIdentity?

    /// The message a row was written for; nil when the ledger does not have it.
    func original(_ stated: StatedRow, in content: MemoryContent) -> Original? {
        guard let identity else { return nil }
        let found = content.numbers
            .filter { $0.key.key.high == stated.digest && $0.key.ordinal == stated.ordinal }
            .min { Int64(bitPattern: $0.key.key.low) < Int64(bitPattern: $1.key.key.low) }
        return found.flatMap { found in
            content[found.value].map {
                Original(
                    entry: found.value, message: $0, batch: Self.batch(of: found.value, $0, identity, in: content))
            }
        }
    }

    /// Whether the recipient was served by another version of the message's row; `entry` is nil for a message the ledger does not
    /// have.
    func isServed(
        _ recipient: UInt64, besides entry: Int64?, _ original: Original?, in content: MemoryContent
    ) -> Bool {
        guard identity != nil else { return false }
        if let original, original.entry != entry, original.message.isServed, original.message.recipient == recipient {
            return true
        }
        let ownRoot = entry.flatMap { content.roots[$0] }
        let root = ownRoot ?? original.map { content.roots[$0.entry] ?? $0.entry }
        guard let root else { return false }
        return content.roots.contains { version, itsRoot in
            itsRoot == root && version != entry && content[version]?.recipient == recipient
                && content[version]?.isServed == true
        }
    }

    /// Remembers that a message is a version of the row of another.
    static func join(_ entry: Int64, to original: Original, in content: inout MemoryContent) {
        guard entry != original.entry else { return }
        let root = content.roots[original.entry] ?? original.entry
        for message in [root, entry] where content.roots[message] == nil { content.roots[message] = root }
    }

    /// One that was never tried has no campaign, but stands among the messages of those that enrolled it.
    private static func batch(
        of entry: Int64, _ message: MemoryContent.Message, _ identity: CampaignIdentity, in content: MemoryContent
    ) -> String? {
        let campaigns = content.campaigns.filter { campaign in
            campaign.identity.site.isSame(as: identity.site)
                && (message.campaign.map { $0 == campaign.id } ?? content.reaches[campaign.id]?.contains(entry) ?? false)
        }
        let labels = campaigns.map { $0.identity.batch ?? "" }
        return labels.contains(identity.batch ?? "") ? identity.batch ?? "" : labels.first
    }
}
