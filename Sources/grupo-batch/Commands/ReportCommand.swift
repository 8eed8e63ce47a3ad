import ArgumentParser
import BatchEngine
import BatchModel
import Files
import Foundation
import LedgerStore
import Manifests
import Reporting
import Text

/// `grupo-batch report MANIFEST`: rebuild the report from the ledger.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Rebuild the results report from the ledger, also while a run is going on.",
        discussion: HelpText.page(
            "grupo-batch report list.csv --output report.html",
            "grupo-batch report list.csv --only failed --format manifest > new.csv",
            paragraphs: """
                Everything is taken from the list's last run; options that you give override it. Without --output the report \
                goes beside your list, and a part of it to standard output.
                """, HelpText.lookupExitCodes()))

    @Argument(help: "The list that was sent.", completion: .manifest)
    var manifest: String

    @Option(help: ArgumentHelp("Format of the report (by the ending of --output, or csv).", valueName: "format"))
    var format: ReportFormat?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Where to write it, - for standard output.", valueName: "path"),
        completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("Only rows of this outcome, or failed; repeatable.", valueName: "outcome"))
    var only: [OutcomeFilter] = []

    @Option(
        help: ArgumentHelp(
            "Only rows whose last attempt ended since: 2026-11-22, 2026-11-22T18:30 (UTC), or 24h ago.",
            valueName: "when"), transform: PointInTime.read)
    var since: PointInTime?

    @Option(help: ArgumentHelp("What a report in HTML or Markdown is called.", valueName: "text"))
    var title: String?

    @Flag(help: "Begin CSV with a byte-order mark, for Excel.")
    var bom = false

    @Flag(help: "Print one JSON object on standard output, unless the report goes there.")
    var json = false

    @Flag(name: .shortAndLong, help: "Show errors only.")
    var quiet = false

    @Option(help: ArgumentHelp("When to show progress: auto, always or never.", valueName: "when"))
    var progress = ProgressDisplay.Choice.auto

    @OptionGroup var batch: BatchArguments

    func validate() throws {
        if title != nil, !(format ?? output.flatMap(ReportFormat.init(path:)) ?? .csv).hasTitle {
            throw ValidationError("--title is for reports in HTML and Markdown; add --format html, or leave it out.")
        }
        guard let output, output != "-" else { return }
        if let format, format.isResend { return try format.checkResendEnding(of: output) }
        if format == nil { try ReportFormat.checkEnding(of: output, option: "--output") }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let input = try ManifestInput(manifest, named: batch.store.manifestName, environment: environment)
        try batch.withRecord(of: input, environment) { record, ledger in
            let label = record.run.campaign.identity.batch
            let path = output ?? defaultPath(label)
            try refuseLosingProof(record, at: path, environment)
            var context = record.context
            // The ledger does not know how the batch was sent; a command that lacks an option could send it twice.
            let followUp = FollowUp(
                manifest: manifest, named: batch.store.manifestName, batch: label, ledger: ledger.displayName,
                environment: environment,
                format: record.manifest.options.inputFormat)
            context.nameProgram(manifest: manifest, commands: followUp.commands(send: nil))
            context.isRunning = try ledger.holder(of: record.run) != nil
            context.title = title.flatMap { $0.isEmpty ? nil : $0 }
            context.filter = filter
            let display = ProgressDisplay(progress, quiet: quiet || writesToTerminal(path), style: style)
            display.begin(.reporting(rows: record.plan.rows))
            let tally = try report(record, path, context) { display.report(rows: $0, of: $1) }
            display.finish()
            if format == .manifest, record.manifest.format.isWorkbook, !quiet {
                Console.err(
                    "Your list is a workbook: the rows to send again are written as CSV, with what its cells hold.")
            }
            if path != "-" { show(path, tally.all, listed: tally.written) }
        }
    }

    /// Refuses to replace a report that may be the only proof of what was sent.
    private func refuseLosingProof(_ record: BatchRecord, at path: String, _ environment: [String: String]) throws {
        guard path != "-", var replaced = try ReplacedReport(at: path, unless: record) else { return }
        try replaced.strike(knownTo: record)
        // What another ledger of this user's knows is not lost either: the list was sent to another site as well, say.
        for other in Paths.ledgers(environment) where replaced.unexplained > 0 {
            guard let ledger = try? LedgerFactory().openForReading(other) else { continue }
            defer { ledger.close() }
            try? replaced.strike(knownTo: ledger)
        }
        guard replaced.unexplained > 0 else { return }
        let identity = record.run.campaign.identity
        let command = PriorReports(manifest: manifest, batch: identity.batch, site: identity.site).importCommand(path)
        let options = record.manifest.options == ReadingOptions() ? "" : " (with the options your list was sent with)"
        throw FileFault(
            path: path,
            reason: """
                lists \(Numbers.count(replaced.unexplained, "row")) as sent, or perhaps sent, that no ledger here knows: it may be the \
                only proof of that, and was left as it is. Restore what it proves first: \(command)\(options). Or give another place \
                with --output PATH
                """)
    }

    private func report(
        _ record: BatchRecord, _ path: String, _ context: ReportContext, progress: @escaping (Int, Int) -> Void
    ) throws -> (all: BatchTally, written: BatchTally) {
        guard let format, format.isResend else {
            return try record.report(to: [try writer(path, context)], filter, progress: progress)
        }
        let way = record.wayBack(from: Paths.folder(of: path == "-" ? "./stdout" : path))
        let ending = format == .manifestLines ? .jsonl : ResendEnding(path: path)
        let style = try record.resendStyle(ending, wayBack: way)
        return try record.report(
            to: [try writer(path, context, style)], filter, wayBack: way, progress: progress)
    }

    private var filter: RowFilter {
        RowFilter(
            outcomes: only.isEmpty ? nil : only.reduce(into: []) { $0.formUnion($1.outcomes) },
            sinceMilliseconds: since?.milliseconds)
    }

    private func show(_ path: String, _ all: BatchTally, listed: BatchTally) {
        guard !json else {
            return Console.out(
                JSONText.of(
                    Written(
                        report: path, rows: all.total, counts: JSONText.counts(all), listed: JSONText.counts(listed))))
        }
        guard !quiet else { return }
        Console.err("\(Numbers.count(all.total, "row")): \(RunReport.counts(all, style))")
        if let note = filter.note(listed: listed.total, of: all.total) { Console.err(note) }
        Console.err("Report: \(DisplayText.oneLine(path, limit: 1_000))")
    }

    private var style: Style { Style(.auto, isTerminal: Console.errorIsTerminal) }

    /// Whether progress would stand between the lines of the report.
    private func writesToTerminal(_ path: String) -> Bool { path == "-" && Console.outputIsTerminal }

    private struct Written: Encodable {
        var report: String
        var rows: Int
        var counts: [String: Int]
        var listed: [String: Int]
    }

    /// Part of the rows, and rows to be sent again, go to standard output: a report beside the manifest is the proof of what was
    /// sent, and lists every row.
    private func defaultPath(_ batch: String?) -> String {
        let format = format ?? .csv
        guard filter.takesAll, let ending = format.reportEnding else { return "-" }
        let path = Paths.report(manifest: manifest, batch: batch, isTest: false)
        return format == .csv ? path : path.dropLast("csv".count) + ending
    }

    private func writer(
        _ path: String, _ context: ReportContext, _ resend: ResendStyle? = nil
    ) throws -> any ReportWriter {
        guard path != "-" else {
            return try (format ?? .csv).writer(
                to: StandardOutput(), withByteOrderMark: bom, context: context, resend: resend)
        }
        do throws(FileFault) {
            return try ReportDestination(path: path, format: format).writer(
                withByteOrderMark: bom, context: context, resend: resend)
        } catch {
            if ((try? PriorReport(path: path)) ?? nil) != nil {
                throw FileFault(
                    path: path,
                    reason: "is a results report that cannot be replaced as it is, and perhaps the proof of what was "
                        + "sent: keep it, and give another place with --output PATH")
            }
            let elsewhere = "give another place with --output PATH, or --output - for standard output"
            throw FileFault(path: error.path, reason: "\(error.reason); \(elsewhere)")
        }
    }
}

extension ReportFormat: ExpressibleByArgument {
    /// Refuses an ending by which the rows would not be read again as they are written.
    fileprivate func checkResendEnding(of path: String) throws {
        let ending = ResendEnding(path: path)
        guard ending == nil || self == .manifestLines && ending != .jsonl else { return }
        let endings = self == .manifestLines ? ".jsonl" : ResendEnding.list
        throw ValidationError("--output \(path): --format \(rawValue) writes a file that ends in \(endings).")
    }

    /// Reads a format's name.
    package init?(argument: String) {
        guard let format = ReportFormat(name: argument) else { return nil }
        self = format
    }
}
