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
            paragraphs: """
                Without a list it shows the last twenty batches of all your ledgers, the latest first: those in the state \
                directory, and those that send was given with --ledger. --site, --ledger and --batch show only what they name.
                """, HelpText.lookupExitCodes()))

    @Argument(help: "Your list; all that was sent without it.", completion: .manifest)
    var manifest: String?

    @Flag(help: "Without a list: every batch, not only the last twenty.")
    var all = false

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var batch: BatchArguments

    func validate() throws {
        guard manifest == nil || !all else {
            throw ValidationError("--all lists every batch; leave your list out.")
        }
        if manifest == nil, let option = HistoryListing.optionsWithoutEffect.first {
            throw ValidationError(
                "--\(option) says how a list is read, and none is named: it would have no effect. Name the list, or leave it out."
            )
        }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let manifest else { return try HistoryListing(batch, all: all, json: json).show(environment) }
        let input = try ManifestInput(manifest, environment: environment)
        try batch.withRecord(of: input, environment) { record, ledger in
            let status = BatchStatus(
                record.run, counts: try record.counts(), holder: try ledger.holder(of: record.run),
                ledger: ledger.displayName)
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
}
