import ArgumentParser
import BatchEngine
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

    @Option(
        help: ArgumentHelp(
            "What a database knows your list by, where that is not the name of its file.", valueName: "name"))
    var manifestName: String?

    func validate() throws {
        if let manifestName { try Self.check(manifestName) }
        if let fault = ledger.flatMap({ LedgerAddress($0).fault }) { throw ValidationError("\(fault).") }
    }

    private static func check(_ name: String) throws {
        let isPlain = !name.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
        guard isPlain, !name.isEmpty, name != "-", name.first?.isWhitespace == false, name.last?.isWhitespace == false,
            name.utf8.count <= 1_000
        else {
            throw ValidationError(
                "--manifest-name takes the name of a list, such as members.csv: up to 1000 bytes, without control characters, and without "
                    + "blanks around it; - is standard input's.")
        }
    }

    /// What does nothing with a ledger; nil where none is consulted.
    func remarks(_ address: LedgerAddress?) -> [RunNotice] {
        guard manifestName != nil, address?.path != nil else { return [] }
        return [.idle("manifest-name", "the ledger is a file, which knows a list by its path")]
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
