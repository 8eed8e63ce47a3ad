import LedgerStore
import Manifests

extension Manifest {
    /// The identity of every row, nil for the invalid ones. Memory: 32 bytes for each row.
    func identities() throws -> [MessageIdentity?] {
        var identities: [MessageIdentity?] = []
        try checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { row in
            if case .ready(let key, let ordinal, _) = row.disposition {
                identities.append(MessageIdentity(key: key, ordinal: ordinal))
            } else {
                identities.append(nil)
            }
        }
        return identities
    }
}
