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
        abstract: "Counts of a batch, running or not; without a manifest, of every ledger.",
        discussion: HelpText.page(
            "grupo-batch status", "grupo-batch status recipients.csv --json", paragraphs: HelpText.lookupExitCodes))

    @Argument(help: "The manifest; every ledger in the state directory without it.", completion: .manifest)
    var manifest: String?

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var batch: BatchArguments

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let manifest else { return try showLedgers(environment) }
        let input = try ManifestInput(manifest, environment: environment)
        try batch.withRecord(of: input, environment) { record, ledger in
            let status = Status(
                record, counts: try record.counts(), holder: ledger.currentHolder, ledger: ledger.path)
            if json { Console.out(JSONText.of(status)) } else { show(status) }
        }
    }

    private struct Status: Encodable {
        var site: String
        var batch: String?
        var ledger: String
        var rows: Int
        var counts: [String: Int]
        /// Of the unknown rows, those that wait for their answer right now.
        var inFlight: Int
        var running: Bool
        var holder: String?
        var startedAt: String
        var endedAt: String?
        var exitCode: Int?

        init(_ record: BatchRecord, counts plan: PlanCounts, holder: LockHolder?, ledger: String) {
            let run = record.run
            let tally = plan.tally
            site = run.campaign.identity.site
            batch = run.campaign.identity.batch
            self.ledger = ledger
            rows = tally.total
            counts = JSONText.counts(tally)
            running = run.endedAtMilliseconds == nil && holder != nil
            inFlight = running ? plan.states[.claimed, default: 0] : 0
            self.holder = running ? holder?.description : nil
            startedAt = Timestamp.iso8601(run.startedAtMilliseconds)
            endedAt = run.endedAtMilliseconds.map(Timestamp.iso8601)
            exitCode = run.exitCode
        }
    }

    private func show(_ status: Status) {
        let style = Style(.auto, isTerminal: Console.outputIsTerminal)
        var tally = BatchTally()
        for outcome in Outcome.allCases { tally[outcome] = status.counts[outcome.rawValue] ?? 0 }
        tally[.unknown] -= status.inFlight
        let flying = status.inFlight > 0 ? ", \(Numbers.grouped(status.inFlight)) in flight" : ""
        Console.out("\(style.bold(Numbers.count(status.rows, "row"))): \(RunReport.counts(tally, style))\(flying)")
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

    private struct Contents: Encodable {
        var ledger: String
        var messages: Int
        var counts: [String: Int]
    }

    private func showLedgers(_ environment: [String: String]) throws {
        let paths = try batch.ledgerPaths(environment)
        if paths.isEmpty { Console.err("No ledger yet: nothing was sent from here.") }
        do {
            for path in paths {
                guard let ledger = try Ledger.openForReading(at: path) else { continue }
                defer { ledger.close() }
                let health = try ledger.check()
                var tally = BatchTally()
                for (state, count) in health.states { tally[state.outcome] += count }
                if json {
                    Console.out(
                        JSONText.of(
                            Contents(ledger: health.path, messages: tally.total, counts: JSONText.counts(tally))))
                } else {
                    let style = Style(.auto, isTerminal: Console.outputIsTerminal)
                    Console.out("\(DisplayText.oneLine(health.path, limit: 1_000)): \(RunReport.counts(tally, style))")
                }
            }
        } catch {
            throw RunFault.named(error)
        }
    }
}
