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
        abstract: "Counts of a batch, running or not; without a list, of the last twenty batches.",
        discussion: HelpText.page(
            "grupo-batch status", "grupo-batch status --all", "grupo-batch status recipients.csv --json",
            "grupo-batch status recipients.csv --watch",
            paragraphs: """
                Without a list it shows the last twenty batches of all your ledgers, the latest first: those in the state \
                directory, and those that send was given with --ledger. --site, --ledger and --batch show only what they name.
                """, HelpText.lookupExitCodes()))

    @Argument(help: "Your list; all that was sent without it.", completion: .manifest)
    var manifest: String?

    @Flag(help: "Without a list: every batch, not only the last twenty.")
    var all = false

    @Flag(help: "With a list: show it anew each second until its end.")
    var watch = false

    @Flag(help: "Print one JSON object on standard output; with --watch one a line at each change.")
    var json = false

    @OptionGroup var batch: BatchArguments

    func validate() throws {
        guard manifest == nil || !all else {
            throw ValidationError("--all lists every batch; leave your list out.")
        }
        guard manifest != nil || !watch else { throw ValidationError("--watch is for one list; name it.") }
        if manifest == nil, let option = HistoryListing.optionsWithoutEffect.first {
            throw ValidationError(
                "--\(option) says how a list is read, and none is named: it would have no effect. Name the list, or leave it out."
            )
        }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let manifest else { return try HistoryListing(batch, all: all, json: json).show(environment) }
        let input = try ManifestInput(manifest, named: batch.store.manifestName, environment: environment)
        try batch.withRecord(of: input, environment) { record, ledger in
            func status() throws -> BatchStatus {
                let (run, counts) = try record.current()
                return BatchStatus(
                    run, counts: counts, holder: try ledger.holder(of: run), members: try ledger.members(of: run),
                    ledger: ledger.displayName, moved: try ledger.moved())
            }
            let last = watch ? try StatusWatch(json: json, style: style).follow(status) : try status()
            if json { Console.out(JSONText.of(last)) } else { last.lines(style).forEach { Console.out($0) } }
            if watch, !json, !last.running { Console.err("Nothing is being sent of it now.") }
        }
    }

    private var style: Style { Style(.auto, isTerminal: Console.outputIsTerminal) }
}
