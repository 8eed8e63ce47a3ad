import Digests
import Manifests

extension IdentityScope {
    /// Stands for a manifest's real path, at this site and under this batch label.
    func sendingKey(path: String) -> String { sendingKey("path", path) }

    /// Stands for a manifest's bytes, given their digest, at this site and under this batch label.
    func sendingKey(content digest: String) -> String { sendingKey("content", digest) }

    private func sendingKey(_ kind: String, _ value: String) -> String {
        let hasher = SHA256Hasher()
        for part in [kind, site, batch ?? "", value] { hasher.updateFramed(part.utf8.span) }
        return String(hasher.finish().description.prefix(32))
    }
}
