import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Reporting

/// `grupo-batch status [MANIFEST]`: counts of a batch, running or not.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Counts of a batch, running or not; without a manifest, of the last twenty batches.",
        discussion: HelpText.page(
            "grupo-batch status", "grupo-batch status --all", "grupo-batch status recipients.csv --json",
            paragraphs: """
                Without a manifest it lists the last twenty batches of all your ledgers, the latest first: those in the state \
                directory, and those that send was given with --ledger.
                """, HelpText.lookupExitCodes()))

    @Argument(help: "The manifest; all that was sent without it.", completion: .manifest)
    var manifest: String?

    @Flag(help: "Without a manifest: every batch, not only the last twenty.")
    var all = false

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var batch: BatchArguments

    private static let listed = 20

    func validate() throws {
        guard manifest == nil || !all else {
            throw ValidationError("--all lists every batch; leave the manifest out.")
        }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let manifest else { return try showHistory(environment) }
        let input = try ManifestInput(manifest, environment: environment)
        try batch.withRecord(of: input, environment) { record, ledger in
            let status = BatchStatus(
                record.run, counts: try record.counts(), holder: try ledger.holder(of: record.run), ledger: ledger.path)
            if json { Console.out(JSONText.of(status)) } else { show(status) }
        }
    }

    private func show(_ status: BatchStatus) {
        Console.out(status.words(style))
        Console.out("  site     \(DisplayText.oneLine(status.site))")
        if let batch = status.batch { Console.out("  batch    \(DisplayText.oneLine(batch))") }
        Console.out("  ledger   \(DisplayText.oneLine(status.ledger, limit: 1_000))")
        if status.running {
            Console.out("  running  \(status.holder ?? "")")
        } else if let ended = status.endedAt {
            Console.out("  ended    \(ended), exit code \(status.exitCode ?? 0)")
        } else {
            Console.out("  ended    cut off; the same send command continues")
        }
    }

    private var style: Style { Style(.auto, isTerminal: Console.outputIsTerminal) }

    private struct History: Encodable {
        var batches: [BatchStatus]
        var leftOut: Int
    }

    private func showHistory(_ environment: [String: String]) throws {
        let label: BatchFilter = batch.reading.batch.map { .named($0.isEmpty ? nil : $0) } ?? .any
        let history = BatchHistory(
            ledgers: try ledgers(environment), batch: label, limit: all ? nil : Self.listed)
        if isNarrowed, let fault = history.passedOver.first { throw RunFault.ledger(fault) }
        for fault in history.passedOver {
            Console.err("Passed over: \(DisplayText.oneLine("\(fault)", limit: 1_000))")
        }
        let batches = history.batches.map(BatchStatus.init)
        guard !json else { return Console.out(JSONText.of(History(batches: batches, leftOut: history.leftOut))) }
        if batches.isEmpty { Console.err("Nothing was sent from here yet.") }
        for line in HistoryPage(style: style).lines(batches) { Console.out(line) }
        if history.leftOut > 0 {
            Console.err("\(Numbers.count(history.leftOut, "earlier batch", "earlier batches")): --all lists them.")
        }
    }

    /// The ledgers that are asked for; without an option those in the state folder, and all that the user's runs named.
    private func ledgers(_ environment: [String: String]) throws -> [String] {
        guard !isNarrowed else { return try batch.ledgerPaths(environment) }
        var paths = Paths.ledgers(environment)
        do {
            if let configured = batch.store.ledger, !configured.isEmpty { paths.append(configured) }
            paths += try SendingRegistry(Paths.sendingFolder(environment)).ledgers().sorted()
        } catch {
            throw RunFault.named(error)
        }
        var seen: Set<String> = []
        return paths.filter { seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().path).inserted }
    }

    /// Whether one ledger was asked for on the command line; a setting says where to send, not what to look at.
    private var isNarrowed: Bool {
        func isTyped(_ name: String, _ value: String?) -> Bool {
            value?.isEmpty == false && !Settings.isConfigured(name)
        }
        return isTyped("ledger", batch.store.ledger) || isTyped("site", batch.site.site)
    }
}
