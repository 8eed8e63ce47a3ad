import BatchModel
import LedgerStore

/// The ledgers of this user that know of sandboxes: what was sent there reached nobody, whatever a report says of it.
struct SandboxLedgers {
    private let folder: SendingFolder?

    /// Looks among the ledgers that the runs of this user told of; without a folder there are none.
    init(_ folder: SendingFolder?) { self.folder = folder }

    /// Those of the messages that such a ledger knows as sent to a sandbox, or perhaps sent. A ledger that cannot be read says nothing.
    func sent(_ digests: [RowDigest]) throws -> Set<RowDigest> {
        guard let folder, !digests.isEmpty else { return [] }
        var found: Set<RowDigest> = []
        for path in try SendingRegistry(folder).ledgers() {
            guard let ledger = try? Ledger.openForReading(at: path) else { continue }
            defer { ledger.close() }
            let sandboxes = Set(try ledger.sites().filter { SandboxName.isSandbox(site: $0.value) }.keys)
            guard !sandboxes.isEmpty else { continue }
            for (digest, entry) in zip(digests, try ledger.lookup(digests.map(MessageIdentity.init))) {
                guard let entry, let campaign = entry.campaign, sandboxes.contains(campaign) else { continue }
                if [.sent, .unknown, .claimed].contains(entry.state) { found.insert(digest) }
            }
        }
        return found
    }
}
