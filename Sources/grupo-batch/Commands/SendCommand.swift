import ArgumentParser
import BatchEngine
import BatchModel
import Files
import Foundation
import GrupoAPI
import LedgerStore
import Reporting
import Text

/// `grupo-batch send MANIFEST`: send every row not yet sent, then report every row.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send every row not yet sent, then write the results report.",
        discussion: HelpText.page(
            "grupo-batch send recipients.csv --site https://chat.example.org",
            "grupo-batch send recipients.csv --test-to my.name --limit 3",
            "grupo-batch send recipients.csv --rate 5/s --window 09:00-18:00,mon-fri",
            "grupo-batch send list.csv --report results.html --report results.csv",
            paragraphs: """
                Safe to run again: it continues where it was, and never sends a row twice. The whole list is checked before \
                the first message leaves.
                """, HelpText.exitCodes))

    @Argument(
        help: "Your list: .csv, .tsv, .json, .jsonl, .xlsx, .ods, or - for standard input.", completion: .manifest)
    var manifest: String

    @Flag(name: [.customShort("n"), .long], help: "Check everything, send nothing (= validate).")
    var dryRun = false

    @Flag(help: "Never ask; without --yes a real send then ends with a usage error.")
    var noInput = false

    @OptionGroup(title: "Site") var site: SiteArguments
    @OptionGroup(title: "Transport") var transport: TransportArguments
    @OptionGroup(title: "Reading") var reading: ReadingArguments
    @OptionGroup(title: "Selection") var selection: SelectionArguments
    @OptionGroup(title: "Checking") var checking: CheckingArguments
    @OptionGroup(title: "Sending") var sending: SendingArguments
    @OptionGroup(title: "Pace") var pace: PaceArguments
    @OptionGroup(title: "This site's answers") var replies: ReplyArguments
    @OptionGroup(title: "Ledger") var ledger: LedgerArguments
    @OptionGroup(title: "Configuration") var configuration: ConfigurationArguments
    @OptionGroup(title: "Output") var output: OutputArguments

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        if dryRun {
            let input = try ManifestInput(manifest, named: ledger.manifestName, environment: environment)
            var check = ManifestCheckJob(
                input: input, site: try site.address(), reading: reading, selection: selection,
                checking: checking, ledger: ledger, pace: pace, plan: sending.plan, reportPaths: sending.report,
                output: output,
                environment: environment
            )
            check.remarks = sending.remarksOfCheck
            return try check.run()
        }
        let commands = EndCommands(
            onFinish: sending.onFinish, onStop: sending.onStop, manifest: manifest, environment: environment)
        let end: RunEnd
        do {
            let (summary, reached) = try await send(environment)
            end = reached
            await commands.tell(summary, end)
        } catch {
            await commands.tell(error)
            throw error
        }
        if end != .complete { throw ExitCode(end.code) }
    }

    private func send(_ environment: [String: String]) async throws -> (RunSummary, RunEnd) {
        guard !(manifest == "-" && transport.secretFile == "-") else {
            throw Failure(
                .usage, "Your list and the secret key cannot both come from standard input; give one of them as a file."
            )
        }
        let address = try site.requiredAddress()
        let canAsk = Console.canAsk && !noInput && manifest != "-"
        guard output.yes || address.isLoopback || canAsk else {
            let why = noInput ? "With --no-input" : "Without a terminal"
            throw Failure(.usage, "\(why) a real send needs --yes; nothing was sent.")
        }
        if let file = transport.caFile { try TransportArguments.checkReadable(caFile: file) }
        let key = try SecretSource.load(transport, environment: environment)
        let input = try ManifestInput(manifest, named: ledger.manifestName, environment: environment)
        // What goes to a test recipient is recorded for nobody: its ledger ends with the run.
        let scratch = selection.testTo == nil ? nil : try ScratchFolder(environment: environment)
        var settings = try runSettings(input, address, environment)
        if let scratch { settings.ledger = .file("\(scratch.path)/test.sqlite") }
        guard !sending.leaveWhenIdle || settings.ledger.path == nil else {
            throw Failure(
                .usage,
                "--leave-when-idle is for one of several senders on a PostgreSQL ledger; leave it out, or name one with --ledger."
            )
        }
        let rules = replies.rules
        var transportSettings = transport.settings(maxConnections: sending.concurrency.most)
        transportSettings.restsAfterRefusal = replies.retriesRefusals
        let result = try await SendJob(
            settings: settings, output: output, sending: sending, asks: canAsk && !output.yes,
            confirms: canAsk && !output.yes && !address.isLoopback
        ).run { [transportSettings] in GrupoClient(site: address, key: key, settings: transportSettings, rules: rules) }
        withExtendedLifetime((input, scratch)) {}
        return result
    }

    /// The options of the run that matter to its result.
    private var options: [ReportContext.Option] {
        let given: [(String, String?)] = [
            ("concurrency", sending.concurrency == .auto ? "auto" : "\(sending.concurrency.most)"),
            ("rate", pace.rate?.text), ("per-day", pace.perDay.map(String.init)),
            ("start-at", pace.startAt?.text), ("retries", "\(sending.retries)"),
            ("timeout", transport.timeout.duration.optionText), ("limit", selection.limit.map(String.init)),
            ("rows", selection.rows.map { "\($0.rows.lowerBound)-\($0.rows.upperBound)" }),
            ("test-to", selection.testTo),
        ]
        return given.compactMap { name, value in value.map { ReportContext.Option(name, $0) } }
    }

    /// Where the reports go, and why one of them cannot go where a report of ours lies that another program saved: it may be the
    /// only proof of what was sent, and is looked at before anything else is said of it.
    private func destinations(
        _ paths: [String], isNamed: Bool, isTest: Bool
    ) throws -> ([ReportDestination], foreign: FileFault?) {
        var reports: [ReportDestination] = []
        var foreign: FileFault?
        for path in paths {
            do throws(FileFault) {
                reports.append(try ReportDestination(path: path))
            } catch {
                if !isTest, ((try? PriorReport(path: path)) ?? nil) != nil {
                    foreign = FileFault(
                        path: path,
                        reason: "is a results report as another program saved it, and perhaps the proof of what was "
                            + "sent: keep it, and give the new report another place with --report PATH")
                    continue
                }
                let remedy = isNamed ? "" : "; put the report elsewhere with --report PATH."
                throw Failure(.cannotCreate, DisplayText.oneLine(error.description, limit: 1_000) + remedy)
            }
        }
        return (reports, foreign)
    }

    /// Refuses a title that no report would show.
    private func checkTitle(_ reports: [String]) throws {
        guard sending.title != nil, !Settings.isConfigured("title"),
            !reports.contains(where: { ReportFormat(path: $0)?.hasTitle == true })
        else { return }
        throw Failure(
            .usage,
            "--title is for reports in HTML and Markdown; add --report results.html, or leave it out. Nothing was sent."
        )
    }

    private func runSettings(
        _ input: ManifestInput, _ address: SiteAddress, _ environment: [String: String]
    ) throws -> RunSettings {
        let isTest = selection.testTo != nil
        // A report that a configuration names is the campaign's, whose proof a test must not replace.
        let named = isTest && Settings.isConfigured("report") ? [] : sending.report
        let paths = named.isEmpty ? [Paths.report(manifest: manifest, batch: reading.label, isTest: isTest)] : named
        let (reports, foreign) = try destinations(paths, isNamed: !named.isEmpty, isTest: isTest)
        try checkTitle(named)
        var delivery = sending.deliverySettings(pace)
        replies.apply(to: &delivery)
        delivery.namesZone = pace.timeZone != nil
        let given = try reading.options()
        var settings = RunSettings(
            source: input.source, reading: given, site: address, batch: reading.label,
            selection: try selection.rowSelection(given, environment), delivery: delivery,
            ledger: Paths.ledger(option: ledger.ledger, site: address, environment: environment),
            ledgers: LedgerFactory(), reports: reports, commandName: "send \(manifest)")
        settings.byteOrderMark = sending.bom
        settings.siteFacts = replies.facts
        settings.leavesWhenIdle = sending.leaveWhenIdle
        settings.reportContext.nameProgram(
            manifest: manifest,
            commands: settings.followUp(environment).commands(send: RepeatedCommand.ofThisProcess.withoutSelection.text)
        )
        settings.reportContext.options = options
        settings.reportContext.title = sending.title.flatMap { $0.isEmpty ? nil : $0 }
        if !isTest {
            settings.sendingFolder = Paths.sendingFolder(environment)
            settings.priorReports = PriorReports(manifest: manifest, batch: reading.label).places(replaced: named)
            settings.foreignReport = foreign
        }
        settings.expectedPlan = sending.plan
        settings.origins = reading.origins
        settings.optionNames = reading.optionNames
        settings.remarks = pace.remarks + sending.remarks(reports) + ledger.remarks(settings.ledger)
        settings.previews = checking.preview
        settings.editedRows = selection.editedRows
        return settings
    }
}
