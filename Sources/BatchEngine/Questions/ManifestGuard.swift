import BatchModel
import LedgerStore
import Manifests
import Synchronization

/// Keeps every other run of this user from sending the same manifest, and knows through which ledgers it was sent.
///
/// It stands beside the ledger's own lock, which says nothing of another ledger. A manifest is recognised by its real
/// path, so an edited file is still the same one, and by its bytes, so a copy is; both belong to one site and batch
/// label. Its rows are compared with those of other ledgers besides (`OtherLedgers`), so a copy is one whatever it looks like.
/// Not seen are the runs of other users, other machines and other homes, and what a network file system hides.
final class ManifestGuard: Sendable {
    /// What is held and known so far.
    private struct State {
        var locks: [SendingLock] = []
        var keys: SendingKeys?
        /// Held while the rows are enrolled.
        var start: SendingLock?
        /// What `begin` wrote.
        var begun: SendingRecord?
        /// Whether the registry did not know it before.
        var isNew = false
        /// The ledger of this run.
        var own: OwnLedger
    }

    private let settings: RunSettings
    private let folder: SendingFolder?
    /// The manifest as the ledger knows it.
    private let manifest: String
    private let pathKey: String?
    private let state: Mutex<State>

    /// Keeps others from sending the file of this path.
    ///
    /// - Throws: `LedgerFault.beingSent` naming the process that sends it, or `LedgerFault.unguarded`.
    init(_ settings: RunSettings, _ manifest: Manifest) throws {
        self.settings = settings
        self.manifest = settings.source.ledgerPath(of: manifest, in: settings.ledger)
        folder = settings.sendingFolder
        state = Mutex(
            State(
                own: OwnLedger(
                    CampaignIdentity(
                        site: settings.scope.site, batch: settings.batch,
                        manifestPath: settings.source.ledgerPath(of: manifest, in: settings.ledger)), settings.ledgers))
        )
        // Standard input has no path: its copy lies in another place each time.
        pathKey = settings.source.ledgerName == nil ? settings.scope.sendingKey(path: manifest.realPath) : nil
        if let pathKey { try hold(pathKey, isCopy: false) }
    }

    /// Remembers what this run's ledger knows, and shows others that it is at work. Call it before the run changes the ledger.
    ///
    /// From here to `enrolled` no other run of this site and batch looks at ledgers: of two that start at one time the second sees
    /// the rows of the first. Waits for the first to get there, while `isWanted`.
    ///
    /// - Throws: `LedgerFault.beingSent` when the other takes ten minutes, or `LedgerFault.unguarded`.
    func meet(_ ledger: any Ledger, isWanted: () -> Bool) throws {
        guard let folder else { return }
        let own = try OwnLedger(state.withLock { $0.own.identity }, ledger, at: ledger.address, settings.ledgers)
        state.withLock { $0.own = own }
        let start = try SendingLock.wait(
            for: settings.scope.startKey, in: folder, command: settings.commandName, isWanted: isWanted,
            held: beingSent(isCopy: true))
        let run = LiveRun(scope: settings.scope.sendingScope, ledger: ledger.displayName, manifest: manifest)
        let live = try SendingLock.take(
            settings.scope.runKey(ledger: ledger.displayName), in: folder, command: settings.commandName, run: run,
            shared: shared, held: beingSent(isCopy: true))
        state.withLock {
            $0.start = start
            $0.locks.append(live)
        }
    }

    /// The ledgers with which the rows must be compared; nil for a run that is recorded nowhere.
    func otherLedgers() throws -> OtherLedgers? {
        guard let folder else { return nil }
        let own = state.withLock { $0.own }
        return try OtherLedgers(settings.scope, beside: own, in: folder, settings.ledgers)
    }

    /// Lets other runs look: the rows are in this run's ledger, for all to see.
    func enrolled() {
        state.withLock { state in
            state.start?.release()
            state.start = nil
        }
    }

    /// Keeps others from sending a file of this content, and says what a person must say yes to before this run sends rows.
    ///
    /// May be called again, also while the ledger is being written.
    ///
    /// - Throws: `LedgerFault.beingSent` naming the process that sends a copy, `LedgerFault.unguarded`, or `RunFault.refused` where
    ///   another ledger does not know what became of a row.
    func questions(content digest: String, toSend: Int, _ others: inout OtherLedgers?) throws -> [RunQuestion] {
        guard let folder else { return [] }
        let own = state.withLock { $0.own }
        let keys = SendingKeys(path: pathKey, content: settings.scope.sendingKey(content: digest))
        if state.withLock({ $0.keys }) != keys {
            try hold(keys.content, isCopy: true)
            state.withLock { $0.keys = keys }
        }
        guard toSend > 0 else { return [] }
        if let holder = try others?.holder() { throw beingSent(isCopy: true)(holder) }
        if let fault = try others?.refusal(toSend: toSend, manifest: manifest) { throw fault }
        return try SendingRegistry(folder).questions(
            keys, manifest: manifest, through: own, but: others?.holding ?? [])
            + (others?.questions(toSend: toSend, manifest: manifest) ?? [])
    }

    /// Writes down that rows are about to be sent. Call it before the first claim.
    ///
    /// - Throws: `LedgerFault.unguarded`.
    func begin(at milliseconds: Int64) throws {
        let (keys, own) = state.withLock { ($0.keys, $0.own) }
        guard let folder, let keys else { return }
        let record = SendingRecord(
            ledger: own.name, file: own.fingerprint, scope: settings.scope.sendingScope, manifest: manifest,
            command: settings.commandName, atMilliseconds: milliseconds)
        let isNew = try SendingRegistry(folder).add(record, keys)
        state.withLock { ($0.begun, $0.isNew) = (record, isNew) }
    }

    /// Writes down what this ledger has served of the manifest now, by which a ledger in its place can prove that it knows all of
    /// it; or takes back what `begin` wrote, when no row has left.
    func end(_ tally: BatchTally, in ledger: any Ledger) {
        guard let folder else { return }
        state.withLock { state in
            guard let keys = state.keys, let record = state.begun else { return }
            let registry = SendingRegistry(folder)
            // What stays in the registry asks once too often, never too seldom.
            if state.isNew, tally[.sent] == 0, tally[.unknown] == 0 {
                try? registry.remove(record, keys)
            } else if let served = try? ledger.served(state.own.identity) {
                try? registry.end(record, keys, served: served)
            }
            state.begun = nil
        }
    }

    /// Lets others send again.
    func release() {
        state.withLock { state in
            state.start?.release()
            state.start = nil
            for lock in state.locks { lock.release() }
            state.locks = []
        }
    }

    /// The ledger through which others of this user may send the same together; nil for a file, which one writes at a time.
    private var shared: String? { settings.ledger.path == nil ? settings.ledger.description : nil }

    private func hold(_ key: String, isCopy: Bool) throws {
        guard let folder else { return }
        let lock = try SendingLock.take(
            key, in: folder, command: settings.commandName, shared: shared, held: beingSent(isCopy: isCopy))
        state.withLock { $0.locks.append(lock) }
    }

    private func beingSent(isCopy: Bool) -> (LedgerHolder) -> LedgerFault {
        { [settings] holder in
            .beingSent(
                manifest: settings.source.displayName ?? settings.source.path, isCopy: isCopy, by: holder)
        }
    }
}
