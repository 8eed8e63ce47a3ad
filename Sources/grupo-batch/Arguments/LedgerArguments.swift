import ArgumentParser

/// Where the ledger is.
struct LedgerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger's file (one per site in the state directory).", valueName: "path"), completion: .file())
    var ledger: String?
}
