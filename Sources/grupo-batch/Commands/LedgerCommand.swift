import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Reporting
import Text

/// `grupo-batch ledger check|forget|import|init|recover`.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Look after the ledger: check it, make it forget, restore or move it, make one in a database.",
        discussion: HelpText.page(
            "grupo-batch ledger check",
            "grupo-batch ledger forget --before 2026-01-31",
            "grupo-batch ledger import recipients.results.csv",
            "grupo-batch ledger import --from old.sqlite --ledger postgres://me@db/g",
            "grupo-batch ledger init postgres://owner@db.example.org/grupo"),
        subcommands: [
            LedgerCheckCommand.self, LedgerForgetCommand.self, LedgerImportCommand.self, LedgerInitCommand.self,
            LedgerRecoverCommand.self,
        ])
}

/// `grupo-batch ledger check`: integrity and settings.
struct LedgerCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Whether the ledger is sound, what it holds, and how it is set.",
        usage: "grupo-batch ledger check [<options>]",
        discussion: HelpText.page(
            "grupo-batch ledger check", "grupo-batch ledger check --ledger campaign.sqlite --json",
            paragraphs: "Without --ledger and --site every ledger in the state directory is checked.",
            """
            Exit code 0 when they are sound, 64 for wrong use, 66 when there is no ledger at the path, 73 when the file is none, 74 \
            when one is damaged, 78 for a wrong configuration.
            """))

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var scope: LedgerScope

    func run() throws {
        let addresses = try scope.addresses(ProcessInfo.processInfo.environment)
        var damaged: [String] = []
        do {
            for address in addresses {
                guard let ledger = try LedgerFactory().openForReading(address) else {
                    guard address.path != nil else { throw LedgerFault.notMade(ledger: address.description) }
                    throw Failure(
                        .unreadable,
                        "There is no ledger at \(DisplayText.oneLine(address.description, limit: 1_000)). Check the path."
                    )
                }
                defer { ledger.close() }
                let health = try ledger.check()
                if !health.faults.isEmpty {
                    damaged.append(DisplayText.oneLine(health.displayName, limit: 1_000))
                }
                show(health)
            }
        } catch {
            throw RunFault.named(error)
        }
        if addresses.isEmpty { Console.err("No ledger yet: nothing was sent from here.") }
        guard damaged.isEmpty else {
            throw Failure(
                .ledgerFailed,
                """
                Damaged: \(damaged.joined(separator: ", ")). Restore it from a backup, or name a new one with --ledger and restore what \
                was sent: grupo-batch ledger import REPORT
                """)
        }
    }

    private func show(_ health: LedgerHealth) {
        var tally = BatchTally()
        for (state, count) in health.states { tally[state.outcome] += count }
        guard !json else {
            return Console.out(
                JSONText.of(HealthJSON(health: health, tally: tally)))
        }
        let style = Style(.auto, isTerminal: Console.outputIsTerminal)
        let verdict = health.faults.isEmpty ? style.green("sound") : style.red("damaged")
        Console.out("\(DisplayText.oneLine(health.displayName, limit: 1_000)): \(verdict)")
        if let moved = health.movedTo { Console.out("  moved      \(MovedText.words(moved))") }
        for fault in health.faults.prefix(20) { Console.out("  \(DisplayText.oneLine(fault))") }
        Console.out("  messages   \(RunReport.counts(tally, style)) in \(Numbers.count(health.campaigns, "campaign"))")
        Console.out(
            "  format     \(health.formatVersion), \(health.keeping)")
        for (label, text) in health.details {
            let head = label + String(repeating: " ", count: max(1, 11 - label.count))
            Console.out("  \(head)\(DisplayText.oneLine(text, limit: 1_000))")
        }
        for remark in health.remarks {
            let text = DisplayText.oneLine("\(remark.problem); \(remark.remedy)", limit: 1_000)
            Console.out("  \(style.yellow("warning"))    \(text)")
        }
        Console.out("  size       \(ByteCount(bytes: health.byteCount).text)")
    }
}

/// `grupo-batch ledger forget --before DATE`: erase names and texts of errors, keep the digests.
struct LedgerForgetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erase names and texts of errors of old messages; who was sent what stays known by digest.",
        usage: "grupo-batch ledger forget --before <date> [<options>]",
        discussion: HelpText.page(
            "grupo-batch ledger forget --before 2026-01-31",
            paragraphs: """
                Exit code 0 when done, 64 for wrong use, 66 when there is no ledger at the path, 73 when the file is none, 74 when \
                it is damaged or fails, 75 when another process holds it, 78 for a wrong configuration.
                """))

    @Option(help: ArgumentHelp("Forget what ended before this day (UTC): 2026-01-31.", valueName: "date"))
    var before: String

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var scope: LedgerScope

    func run() throws {
        LostOutput.isNotAll()
        let strategy = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        guard before.count == 10, let date = try? Date(before, strategy: strategy) else {
            throw Failure(.usage, "--before takes a day such as 2026-01-31.")
        }
        var (texts, runs) = (0, 0)
        do {
            for address in try scope.addresses(ProcessInfo.processInfo.environment) {
                guard address.path.map(FileManager.default.fileExists) ?? true else {
                    throw Failure(
                        .unreadable,
                        "There is no ledger at \(DisplayText.oneLine(address.description, limit: 1_000)). Check the path."
                    )
                }
                let ledger = try LedgerFactory().openForWriting(address, command: "ledger forget")
                defer { ledger.close() }
                let forgotten = try ledger.forget(before: Int64(date.timeIntervalSince1970 * 1_000))
                texts += forgotten.texts
                runs += forgotten.runs
            }
        } catch {
            throw RunFault.named(error)
        }
        guard !json else { return Console.out(JSONText.of(["forgotten": texts, "runs": runs])) }
        Console.out(
            """
            Forgotten: the texts of errors of \(Numbers.count(texts, "message")), and how the lists of \(Numbers.count(runs, "run")) \
            were read. Who was sent what stays known by digest, so nobody is sent anything twice because of it.
            """)
        guard runs > 0 else { return }
        Console.out(
            "For those lists, give report, status and resolve the options that they were sent with, such as --message.")
    }
}
