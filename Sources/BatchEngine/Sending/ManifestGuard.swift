import BatchModel
import LedgerStore
import Manifests
import Synchronization

/// Keeps every other run of this user from sending the same manifest, and knows through which ledgers it was sent.
///
/// It stands beside the ledger's own lock, which says nothing of another ledger. A manifest is recognised by its real
/// path, so an edited file is still the same one, and by its bytes, so a copy is; both belong to one site and batch
/// label. Not seen are the runs of other users, other machines and other state folders, a copy that was edited, and what
/// a network file system hides.
final class ManifestGuard: Sendable {
    /// What is held and known so far.
    private struct State {
        var locks: [SendingLock] = []
        var keys: SendingKeys?
        /// The ledger of this run.
        var ledger = ""
        /// The manifests of which that ledger knew before this run what was sent.
        var known: Set<String> = []
        /// What `begin` wrote, if the registry did not know it before.
        var added: SendingRecord?
    }

    private let settings: RunSettings
    private let folder: SendingFolder?
    /// The manifest as the ledger knows it.
    private let manifest: String
    private let pathKey: String?
    private let state = Mutex(State())

    /// Keeps others from sending the file of this path.
    ///
    /// - Throws: `LedgerFault.beingSent` naming the process that sends it, or `LedgerFault.unguarded`.
    init(_ settings: RunSettings, _ manifest: Manifest) throws {
        self.settings = settings
        self.manifest = settings.source.ledgerPath(of: manifest)
        folder = settings.stateFolder.map { SendingFolder($0) }
        // Standard input has no path: its copy lies in another place each time.
        pathKey = settings.source.ledgerName == nil ? settings.scope.sendingKey(path: manifest.realPath) : nil
        if let pathKey { try hold(pathKey, isCopy: false) }
    }

    /// Remembers what this run's ledger knows. Call it before the run changes the ledger.
    func meet(_ ledger: Ledger) throws {
        guard folder != nil else { return }
        let known = try ledger.sentManifests(site: settings.scope.site, batch: settings.batch)
        state.withLock { ($0.ledger, $0.known) = (ledger.path, known) }
    }

    /// Keeps others from sending a file of this content, and says what a person must say yes to before this run sends rows.
    ///
    /// May be called again, also while the ledger is being written.
    ///
    /// - Throws: `LedgerFault.beingSent` naming the process that sends a copy, or `LedgerFault.unguarded`.
    func questions(content digest: String, toSend: Int) throws -> [RunQuestion] {
        guard let folder else { return [] }
        let (ledger, known) = state.withLock { ($0.ledger, $0.known) }
        let keys = SendingKeys(path: pathKey, content: settings.scope.sendingKey(content: digest))
        if state.withLock({ $0.keys }) != keys {
            try hold(keys.content, isCopy: true)
            state.withLock { $0.keys = keys }
        }
        guard toSend > 0 else { return [] }
        return try SendingRegistry(folder).questions(keys, manifest: manifest, ledger: ledger, known: known)
    }

    /// Writes down that rows are about to be sent. Call it before the first claim.
    ///
    /// - Throws: `LedgerFault.unguarded`.
    func begin(at milliseconds: Int64) throws {
        let (keys, ledger) = state.withLock { ($0.keys, $0.ledger) }
        guard let folder, let keys else { return }
        let record = SendingRecord(
            ledger: ledger, manifest: manifest, command: settings.commandName, atMilliseconds: milliseconds)
        if try SendingRegistry(folder).add(record, keys) { state.withLock { $0.added = record } }
    }

    /// Takes back what `begin` wrote, when this ledger proves that no row of the manifest has left.
    func end(_ tally: BatchTally) {
        guard let folder, tally[.sent] == 0, tally[.unknown] == 0 else { return }
        state.withLock { state in
            guard let keys = state.keys, let record = state.added else { return }
            // What stays in the registry asks once too often, never too seldom.
            try? SendingRegistry(folder).remove(record, keys)
            state.added = nil
        }
    }

    /// Lets others send again.
    func release() {
        state.withLock { state in
            for lock in state.locks { lock.release() }
            state.locks = []
        }
    }

    private func hold(_ key: String, isCopy: Bool) throws {
        guard let folder else { return }
        let lock = try SendingLock.take(key, in: folder, command: settings.commandName) { holder in
            .beingSent(manifest: settings.source.displayName ?? settings.source.path, isCopy: isCopy, by: holder)
        }
        state.withLock { $0.locks.append(lock) }
    }
}
