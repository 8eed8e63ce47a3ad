import LedgerStore
import Manifests

extension ManifestPreview {
    /// What a run through this ledger would ask because of others.
    ///
    /// - Throws: `RunFault`.
    package func questions(_ findings: Findings, ledger address: LedgerAddress) throws -> [RunQuestion] {
        guard hasSite, let sendingFolder, findings.selected > 0 else { return [] }
        return try RunFault.naming {
            let manifest = try source.open(reading, scope, sparing: origins.standing)
            let ledger = try ledgers.openForReading(address)
            defer { ledger?.close() }
            let keys = SendingKeys(
                path: source.ledgerName == nil ? scope.sendingKey(path: manifest.realPath) : nil,
                content: scope.sendingKey(content: findings.check.inputDigest.description))
            let identity = CampaignIdentity(
                site: scope.site, batch: scope.batch, manifestPath: source.ledgerPath(of: manifest, in: address))
            return try SendingRegistry(sendingFolder).questions(
                keys, manifest: identity.manifestPath, through: try OwnLedger(identity, ledger, at: address, ledgers),
                but: findings.askedLedgers)
        }
    }

    /// The ledgers with which the rows must be compared; nil where nobody asked, or without a site.
    func otherLedgers(beside address: LedgerAddress?) throws -> OtherLedgers? {
        guard hasSite, let sendingFolder, let address else { return nil }
        let ledger = try ledgers.openForReading(address)
        defer { ledger?.close() }
        let identity = CampaignIdentity(site: scope.site, batch: scope.batch, manifestPath: "")
        return try OtherLedgers(
            scope, beside: try OwnLedger(identity, ledger, at: address, ledgers), in: sendingFolder, ledgers)
    }

    /// Adds what the ledgers of others say of the rows; `isFirst`: the own one never had the file.
    func add(
        _ others: inout OtherLedgers?, to findings: inout Findings, _ manifest: Manifest,
        ledger address: LedgerAddress?,
        isFirst: Bool = true
    ) throws {
        guard findings.selected > 0, let holder = try others?.holder(), let known = others else {
            if isFirst, findings.selected > 0, editedRows != .keepServed {
                findings.questions += try others?.copyQuestions() ?? []
            }
            return try addServed(&others, to: &findings, manifest, address)
        }
        findings.askedLedgers = known.holding.union(known.alive)
        findings.questions.append(
            RunQuestion(
                .beingSent,
                problem: "Messages of this file are being sent through another ledger by \(holder).",
                remedy: "Wait for it to end: until then send refuses them."))
    }

    private func addServed(
        _ others: inout OtherLedgers?, to findings: inout Findings, _ manifest: Manifest, _ address: LedgerAddress?
    ) throws {
        guard findings.selected > 0, let address else { return }
        let path = source.ledgerPath(of: manifest, in: address)
        if let fault = try others?.refusal(toSend: findings.selected, manifest: path) {
            findings.forgotten = findings.forgotten ?? fault
        }
        guard let others else { return }
        findings.askedLedgers = others.holding
        findings.questions += try others.questions(toSend: findings.selected, manifest: path)
        if !findings.questions.contains(where: { $0.code == .batchLabelSpelling }) {
            findings.questions += try others.labelQuestions(manifest: path)
        }
    }
}
