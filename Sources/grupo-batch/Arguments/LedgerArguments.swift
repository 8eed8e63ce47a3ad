import ArgumentParser

/// Where the ledger is.
struct LedgerArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger's file (one per site in the state directory); or GRUPO_LEDGER.", valueName: "path"))
    var ledger: String?
}
