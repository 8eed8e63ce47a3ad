import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Manifests
import Reporting
import Text

/// `grupo-batch ledger import REPORT`: restore what a report of ours proves. `--from LEDGER` moves a whole ledger instead.
struct LedgerImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Restore what a report of ours (CSV, JSON, JSON Lines) proves, or move a ledger to a database and back.",
        usage: """
            grupo-batch ledger import <report> [<options>]
            grupo-batch ledger import --from <ledger> [<options>]
            """,
        discussion: HelpText.page(
            "grupo-batch ledger import recipients.results.csv",
            "grupo-batch ledger import --from old.sqlite --ledger postgres://me@db/g",
            paragraphs: """
                Each line proves its row by its row_digest. The report names no message, so the list it is about is read too: the one \
                of the same stem beside it, or --manifest. Give the site, the batch and the options the list was sent with.
                """,
            """
            --from takes in all that another ledger knows, a file or a database, while nobody uses the two; of two results of one message \
            the one counts that speaks against sending. Then nothing is sent through the other any more. A database knows a list by its \
            name, a file by its path: run it in the folder of your lists.
            """,
            """
            Exit code 0 when done, 64 for wrong use, 65 when the report proves nothing or nobody said yes, 66 when report or list cannot \
            be read, 73 when a ledger cannot be created or read, 74 when it is damaged or fails, 75 when another process holds it, 78 for \
            a wrong configuration.
            """))

    @Argument(help: "The results report.", completion: .file(extensions: ["csv", "json", "jsonl"]))
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Move this ledger here, with all that it knows: a file, or postgres://user@host/database.",
            valueName: "ledger"), completion: .file())
    var from: String?

    @Option(help: ArgumentHelp("The list the report is about.", valueName: "path"), completion: .manifest)
    var manifest: String?

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @Flag(name: .shortAndLong, help: "Answer yes to what --from asks; a report is asked nothing about.")
    var yes = false

    @OptionGroup(title: "Site") var site: SiteArguments
    @OptionGroup(title: "Reading") var reading: ReadingArguments
    @OptionGroup(title: "Ledger") var ledger: LedgerArguments
    @OptionGroup(title: "Configuration") var configuration: ConfigurationArguments

    func validate() throws {
        guard (report == nil) != (from == nil) else {
            throw ValidationError(
                report == nil
                    ? "Name a results report, or with --from the ledger that is to be moved."
                    : "Give a results report or --from, not both.")
        }
        guard let from else { return }
        if let fault = LedgerAddress(from).fault { throw ValidationError("\(fault).") }
        guard !from.isEmpty else { throw ValidationError("--from takes a ledger's file or address.") }
        if let option = optionsWithoutEffect.first {
            throw ValidationError(
                "--\(option) says how a report is taken in, and --from moves a whole ledger: it would have no effect. Leave it out."
            )
        }
    }

    func run() throws {
        if let from { return try move(from) }
        guard let report else { return }
        try restore(report)
    }

    private func restore(_ report: String) throws {
        LostOutput.isNotAll()
        let environment = ProcessInfo.processInfo.environment
        let address = try site.requiredAddress()
        guard FileManager.default.fileExists(atPath: report) else {
            throw Failure(.unreadable, "There is no file \(DisplayText.oneLine(report, limit: 1_000)); check the path.")
        }
        let result: ReportImport.Result
        do {
            guard let prior = try PriorReport(path: report) else {
                throw RunFault.unrecorded(
                    problem: "\(report) is no CSV, JSON or JSON Lines report of grupo-batch.",
                    remedy: "Name a results report, such as recipients.results.csv.")
            }
            let path = try manifest ?? Paths.manifest(ofReport: report, batch: reading.label)
            let name = ManifestSource(path: path, databaseName: ledger.manifestName)
            let source = try Manifest.open(
                path, options: try reading.options(),
                scope: IdentityScope(site: address.canonical, batch: reading.label))
            let store = try LedgerFactory().openForWriting(
                Paths.ledger(option: ledger.ledger, site: address, environment: environment),
                command: "ledger import \(report)")
            defer { store.close() }
            let campaign = CampaignIdentity(
                site: address.canonical, batch: reading.label,
                manifestPath: name.ledgerPath(of: source, in: store.address))
            result = try ReportImport(of: prior, about: source, as: campaign, LedgerFactory()).restore(
                in: store, sendingFolder: Paths.sendingFolder(environment))
        } catch {
            throw RunFault.named(error)
        }
        for remark in ledger.remarks(
            Paths.ledger(option: ledger.ledger, site: address, environment: environment))
        { Console.err(remark.problem) }
        show(result)
    }

    private func show(_ result: ReportImport.Result) {
        let restored = result.ledger.added + result.ledger.changed
        guard !json else {
            return Console.out(JSONText.of(Counts(result)))
        }
        Console.out(
            "\(Numbers.count(restored, "row")) restored, \(Numbers.grouped(result.ledger.unchanged)) known before.")
        if result.outside > 0 {
            Console.out(
                "\(Numbers.count(result.outside, "line")) of them \(result.outside == 1 ? "is" : "are") about no row of your list as it is now: edited since, or removed."
            )
        }
        if result.unlisted > 0 {
            let isOne = result.unlisted == 1
            Console.out(
                "\(Numbers.count(result.unlisted, "row")) of your list \(isOne ? "is" : "are") in no line of it and new to this ledger: whether \(isOne ? "it was" : "they were") sent is not known here."
            )
        }
        for question in result.questions {
            Console.out("Send will ask: " + DisplayText.oneLine("\(question.problem) \(question.remedy)", limit: 1_000))
        }
        if result.unlisted > 0, result.questions.isEmpty {
            Console.out("The next send takes them for new; import the report that lists them first, if there is one.")
        }
    }
}

/// What an import did, for programs.
private struct Counts: Encodable {
    let restored: Int
    let knownBefore: Int
    let notInManifest: Int
    let notInReport: Int
    let sendWillAsk: [String]

    init(_ result: ReportImport.Result) {
        restored = result.ledger.added + result.ledger.changed
        knownBefore = result.ledger.unchanged
        notInManifest = result.outside
        notInReport = result.unlisted
        sendWillAsk = result.questions.map(\.code.rawValue)
    }
}
