import LedgerStore
import Manifests

extension ManifestPreview {
    /// What a run through this ledger would ask because of others; `stateFolder` is `RunSettings.stateFolder`.
    ///
    /// - Throws: `RunFault`.
    package func questions(
        _ findings: Findings, ledger path: String, stateFolder: String
    ) throws -> [RunQuestion] {
        guard hasSite, findings.selected > 0 else { return [] }
        return try RunFault.naming {
            let manifest = try source.open(reading, scope, sparing: origins.standing)
            let ledger = try Ledger.openForReading(at: path)
            defer { ledger?.close() }
            let keys = SendingKeys(
                path: source.ledgerName == nil ? scope.sendingKey(path: manifest.realPath) : nil,
                content: scope.sendingKey(content: findings.check.inputDigest.description))
            return try SendingRegistry(SendingFolder(stateFolder)).questions(
                keys, manifest: source.ledgerPath(of: manifest), ledger: ledger?.path ?? BatchRecord.realPath(path),
                known: try ledger?.sentManifests(site: scope.site, batch: scope.batch) ?? [])
        }
    }
}
