import BatchEngine
import Foundation

/// The manifest a command was given: a file, or standard input kept in one for as long as this lives.
struct ManifestInput {
    let source: ManifestSource
    private let spool: ManifestSpool?

    /// What messages call standard input.
    static let standardInput = "standard input"

    /// `name` is what a database is to know the manifest by.
    init(_ argument: String, named name: String?, environment: [String: String]) throws {
        guard argument == "-" else {
            try ManifestPlace.check(argument)
            source = ManifestSource(path: argument, databaseName: name)
            spool = nil
            return
        }
        try ManifestPlace.checkFolder(of: argument)
        let spool = try ManifestSpool(environment: environment)
        source = ManifestSource(
            path: spool.path, displayName: Self.standardInput, ledgerName: "-", databaseName: name,
            baseFolder: FileManager.default.currentDirectoryPath)
        self.spool = spool
    }

    /// The manifest as messages call it.
    var name: String { source.displayName ?? source.path }
}
