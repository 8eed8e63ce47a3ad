import Foundation
import LedgerStore
import Manifests

/// Which file the manifest is, and what it is called: a file the user named, or a copy of standard input.
package struct ManifestSource: Sendable, Hashable {
    /// The file to read.
    package var path: String
    /// How errors name it; nil for its own path.
    package var displayName: String?
    /// What stands for the file's real path in the ledger; nil for the real path.
    package var ledgerName: String?
    /// What a database knows the manifest by; nil for the file's name.
    package var databaseName: String?
    /// Where relative attachment paths start; nil for the file's own folder.
    package var baseFolder: String?

    /// Names a file.
    package init(
        path: String, displayName: String? = nil, ledgerName: String? = nil, databaseName: String? = nil,
        baseFolder: String? = nil
    ) {
        self.path = path
        self.databaseName = databaseName
        self.displayName = displayName
        self.ledgerName = ledgerName
        self.baseFolder = baseFolder
    }

    /// How the user named the manifest on the command line.
    package var argument: String { ledgerName ?? path }

    /// Whether there is no file any more at a path by which a ledger knows a manifest.
    static func isGone(_ path: String) -> Bool { !FileManager.default.fileExists(atPath: path) }

    /// Opens the file; options that are `spared` may be unusable as long as no row uses them.
    func open(
        _ reading: ReadingOptions, _ scope: IdentityScope, sparing spared: Set<RowDefault>
    ) throws(ManifestFault) -> Manifest {
        try Manifest.open(
            path, options: reading, scope: scope, displayName: displayName, baseFolder: baseFolder, sparing: spared)
    }

    /// What the ledger at an address knows the manifest by: its path, or in a database its name.
    package func ledgerPath(of manifest: Manifest, in ledger: LedgerAddress) -> String {
        ledgerPath(ofPath: manifest.realPath, in: ledger)
    }

    /// The same for a file of a real path.
    func ledgerPath(ofPath path: String, in ledger: LedgerAddress) -> String {
        if ledger.path == nil, let databaseName { return databaseName }
        return ledgerName ?? ledger.manifestName(ofPath: path)
    }
}
