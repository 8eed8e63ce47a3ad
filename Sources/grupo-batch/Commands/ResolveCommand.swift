import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Reporting

/// `grupo-batch resolve MANIFEST`: a person's verdict on rows whose outcome is unknown.
struct ResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "A person's verdict on rows whose outcome is unknown.",
        discussion: HelpText.page(
            "grupo-batch resolve recipients.csv --row 14 --row 15 --as sent",
            "grupo-batch resolve recipients.csv --all --as not-sent",
            "grupo-batch resolve recipients.csv --from results.jsonl",
            paragraphs: """
                Look the rows up on the site first. With --as sent they are done; with --as not-sent the next send sends them \
                again.
                """, HelpText.lookupExitCodes))

    /// What a person found out.
    enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case sent
        case notSent = "not-sent"

        var state: DeliveryState { self == .sent ? .sent : .notSent }
    }

    @Argument(help: "The manifest that was sent.", completion: .manifest)
    var manifest: String

    @Option(help: ArgumentHelp("A row, as the report numbers it; repeatable.", valueName: "n"))
    var row: [Int] = []

    @Flag(help: "Every row whose outcome is unknown.")
    var all = false

    @Option(name: .customLong("as"), help: ArgumentHelp("What became of them: sent or not-sent.", valueName: "verdict"))
    var verdict: Verdict?

    @Option(
        help: ArgumentHelp("Results a failing disk did not take, as send printed them.", valueName: "file"),
        completion: .file())
    var from: String?

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var batch: BatchArguments

    func validate() throws {
        let ways = [!row.isEmpty, all, from != nil].count { $0 }
        guard ways == 1 else { throw ValidationError("Give one of --row N, --all or --from FILE.") }
        guard from != nil || verdict != nil else {
            throw ValidationError("Say what became of them: --as sent or --as not-sent.")
        }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let input = try ManifestInput(manifest, environment: environment)
        let path = try batch.withRecord(of: input, environment) { _, ledger in ledger.path }
        let count: Int
        do {
            let ledger = try Ledger.openForWriting(at: path, command: "resolve \(manifest)")
            defer { ledger.close() }
            guard let record = try BatchRecord(try batch.query(input, environment), in: ledger) else {
                throw Failure(.unreadable, "The ledger does not know \(DisplayText.oneLine(manifest)).")
            }
            count = try resolve(record, ledger)
        } catch {
            throw RunFault.named(error)
        }
        withExtendedLifetime(input) {}
        let how = from == nil ? "as \(verdict?.rawValue ?? "")" : "from \(from ?? "")"
        guard !json else { return Console.out(JSONText.of(["resolved": count])) }
        Console.out("\(Numbers.count(count, "row")) resolved \(DisplayText.oneLine(how)).")
    }

    private func resolve(_ record: BatchRecord, _ ledger: Ledger) throws -> Int {
        if let from { return try BatchVerdict.record(try RescueLine.read(from), in: ledger) }
        guard let verdict else { return 0 }
        if all {
            return try ledger.resolveAll(
                record.plan, as: verdict.state, errorKey: key(verdict), reason: reason(verdict))
        }
        return try BatchVerdict.record(rows: Set(row), of: record, in: ledger) { entry in
            Settlement(
                entry: entry, state: verdict.state, attempts: 0, errorKey: key(verdict), errorMessage: reason(verdict))
        }
    }

    private func key(_ verdict: Verdict) -> String? { verdict == .sent ? nil : "client.resolved_not_sent" }

    private func reason(_ verdict: Verdict) -> String? {
        verdict == .sent ? nil : "A person found that it did not arrive."
    }
}
