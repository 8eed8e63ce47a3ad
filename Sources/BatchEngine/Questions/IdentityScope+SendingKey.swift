import Digests
import Manifests

extension IdentityScope {
    /// Stands for a manifest's real path, at this site and under this batch label.
    func sendingKey(path: String) -> String { sendingKey("path", path) }

    /// Stands for a manifest's bytes, given their digest, at this site and under this batch label.
    func sendingKey(content digest: String) -> String { sendingKey("content", digest) }

    /// Stands for the site and the batch label, however that is spelt.
    var sendingScope: String {
        IdentityScope(site: site, batch: RunQuestion.plain(batch ?? "")).sendingKey("scope", "")
    }

    /// Stands for a moment in which only one run of this scope may look at others' ledgers and show its own.
    var startKey: String { IdentityScope(site: sendingScope).sendingKey("start", "") }

    /// Stands for a run of this scope through a ledger.
    func runKey(ledger: String) -> String { IdentityScope(site: sendingScope).sendingKey("run", ledger) }

    private func sendingKey(_ kind: String, _ value: String) -> String {
        let hasher = SHA256Hasher()
        for part in [kind, site, batch ?? "", value] { hasher.updateFramed(part.utf8.span) }
        return String(hasher.finish().description.prefix(32))
    }
}
