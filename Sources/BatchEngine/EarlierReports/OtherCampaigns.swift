import BatchModel
import LedgerStore
import Manifests

/// What the ledgers of this user know as sent to other sites or under other labels: no line about that says anything of this batch,
/// wherever its report lies. What went to a sandbox reached nobody besides.
struct OtherCampaigns {
    private let folder: SendingFolder?
    private let own: IdentityScope
    private let ledgers: any LedgerOpener

    /// Looks among the ledgers that the runs of this user told of; without a folder there are none.
    init(than own: IdentityScope, _ folder: SendingFolder?, _ ledgers: any LedgerOpener) {
        self.own = own
        self.folder = folder
        self.ledgers = ledgers
    }

    /// Those of the messages that such a ledger knows as sent elsewhere, or perhaps sent. A ledger that cannot be read says nothing.
    func sent(_ digests: [RowDigest]) throws -> Set<RowDigest> {
        guard let folder, !digests.isEmpty else { return [] }
        var found: Set<RowDigest> = []
        for name in try SendingRegistry(folder).ledgers() {
            guard let ledger = try? ledgers.openForReading(LedgerAddress(name)) else { continue }
            defer { ledger.close() }
            let others = Set(
                try ledger.identities().filter { $1.site != own.site || $1.batch ?? "" != own.batch ?? "" }.keys)
            guard !others.isEmpty else { continue }
            for (digest, entry) in zip(digests, try ledger.lookup(digests.map(MessageIdentity.init))) {
                guard let entry, let campaign = entry.campaign, others.contains(campaign) else { continue }
                if [.sent, .unknown, .claimed].contains(entry.state) { found.insert(digest) }
            }
        }
        return found
    }
}
