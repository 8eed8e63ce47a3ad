import ArgumentParser
import Foundation
import GrupoAPI
import LedgerStore

/// Where the ledger is.
struct LedgerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger's file, or postgres://user@host/database (one file per site in the state directory).",
            valueName: "path"), completion: .file())
    var ledger: String?

    func validate() throws {
        if let fault = ledger.flatMap({ LedgerAddress($0).fault }) { throw ValidationError("\(fault).") }
    }

    /// The ledgers that can be meant: the one named, the site's, or every one in the state directory.
    func addresses(site: SiteAddress?, environment: [String: String]) -> [LedgerAddress] {
        if let ledger, !ledger.isEmpty { return [LedgerAddress(ledger)] }
        if let site { return [Paths.ledger(option: nil, site: site, environment: environment)] }
        return Paths.ledgers(environment)
    }
}

/// Which ledgers a command looks after that is about no manifest.
struct LedgerScope: ParsableArguments {
    @OptionGroup(title: "Site") var site: SiteArguments
    @OptionGroup(title: "Ledger") var store: LedgerArguments
    @OptionGroup(title: "Configuration") var configuration: ConfigurationArguments
    // Without effect here; scripts give the same options to every command.
    @OptionGroup(visibility: .hidden) var reading: ReadingArguments

    @Flag(
        name: .shortAndLong,
        help: ArgumentHelp("Accepted for scripts; these commands ask nothing.", visibility: .hidden))
    var yes = false

    /// The ledgers.
    func addresses(_ environment: [String: String]) throws -> [LedgerAddress] {
        store.addresses(site: try site.address(), environment: environment)
    }
}
