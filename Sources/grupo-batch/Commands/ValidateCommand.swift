import ArgumentParser
import BatchEngine
import Foundation

/// `grupo-batch validate MANIFEST`: check everything `send` would check; send nothing.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check everything send would check; send nothing.",
        discussion: HelpText.page(
            "grupo-batch validate recipients.csv",
            "grupo-batch validate recipients.csv --template message.txt --preview 3",
            "grupo-batch validate members.csv --map user=Member --delimiter ';'",
            paragraphs: """
                Needs neither site nor key and makes no connection. With a site it also consults the ledger and says how many \
                rows were sent already. Prints the plan's digest, which send takes with --plan.
                """,
            HelpText.exitCodes([.success, .usage, .refused, .unreadable, .cannotCreate, .ledgerFailed, .configuration]))
    )

    @Argument(
        help: "Your list: .csv, .tsv, .json, .jsonl, .xlsx, .ods, or - for standard input.", completion: .manifest)
    var manifest: String

    @OptionGroup(title: "Site") var site: SiteArguments
    @OptionGroup(title: "Reading") var reading: ReadingArguments
    @OptionGroup(title: "Selection") var selection: SelectionArguments
    @OptionGroup(title: "Checking") var checking: CheckingArguments
    @OptionGroup(title: "Pace") var pace: PaceArguments
    @OptionGroup(title: "Ledger") var ledger: LedgerArguments
    @OptionGroup(title: "Configuration") var configuration: ConfigurationArguments
    @OptionGroup(title: "Output") var output: OutputArguments
    // Without effect here: the command that sends becomes the one that checks by changing one word.
    @OptionGroup(visibility: .hidden) var transport: TransportArguments
    @OptionGroup(visibility: .hidden) var sending: SendingArguments
    @OptionGroup(visibility: .hidden) var replies: ReplyArguments

    @Flag(name: [.customShort("n"), .long], help: ArgumentHelp("Always so here.", visibility: .hidden))
    var dryRun = false

    @Flag(help: ArgumentHelp("Nothing is asked here.", visibility: .hidden))
    var noInput = false

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        try ManifestCheckJob(
            input: try ManifestInput(manifest, named: ledger.manifestName, environment: environment),
            site: try site.address(),
            reading: reading, selection: selection, checking: checking, ledger: ledger, pace: pace,
            plan: sending.plan, reportPaths: sending.report, output: output, environment: environment
        ).run()
    }
}
