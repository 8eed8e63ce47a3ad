import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import PostgresLedger
import Reporting
import Text

/// `grupo-batch fleet MANIFEST --drain NAME | --stop`: end one of several senders, or all.
struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "End one of the senders that share a PostgreSQL ledger, or all of them, from anywhere.",
        usage: "grupo-batch fleet <manifest> --drain <name> | --stop [<options>]",
        discussion: HelpText.page(
            "grupo-batch fleet list.csv --drain mail2 --ledger postgres://db/grupo",
            "grupo-batch fleet list.csv --stop --ledger postgres://db/grupo",
            paragraphs: """
                Whoever is asked to leave begins nothing new, finishes what is on its way and ends with 143; its rows are for the others. \
                It hears of it with its next commit, after a second at the latest. The same send command continues. 'grupo-batch status' \
                shows the senders by name: the machine's, and machine/process where two are on one.
                """,
            """
            Exit code 0 when asked, 64 for wrong use, 65 when nobody of that name sends the list now, 66 when the ledger does not know \
            it, 73 when the database cannot be used, 74 when the wish is not surely kept, 78 for a wrong configuration.
            """))

    @Argument(help: "The list that is being sent.", completion: .manifest)
    var manifest: String

    @Option(help: ArgumentHelp("Have this sender leave; the others go on.", valueName: "name"))
    var drain: String?

    @Flag(help: "End the run for all its senders.")
    var stop = false

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var batch: BatchArguments

    func validate() throws {
        guard (drain != nil) != stop else { throw ValidationError("Give one of --drain NAME and --stop.") }
    }

    func run() throws {
        LostOutput.isNotAll()
        let environment = ProcessInfo.processInfo.environment
        guard let named = batch.store.ledger.map(LedgerAddress.init), named.path == nil else {
            throw Failure(
                .usage,
                "Several senders share a database only: name it with --ledger postgres://user@host/database. A sender on a file ends by Ctrl-C."
            )
        }
        let input = try ManifestInput(manifest, named: batch.store.manifestName, environment: environment)
        let asked = try batch.withRecord(of: input, environment) { record, ledger in
            let members = try ledger.members(of: record.run).filter(\.isAtWork)
            let meant = try meant(among: members)
            let wish: PostgresStore.Wish = stop ? .stop : .drain(meant.map(\.id))
            _ = try PostgresStore.ask(wish, of: record.run, at: ledger.address)
            return meant.map { $0.name(among: members) }
        }
        withExtendedLifetime(input) {}
        guard !json else { return Console.out(JSONText.of(["asked": asked])) }
        let names = asked.map { DisplayText.oneLine($0, limit: 100) }.joined(separator: ", ")
        Console.out("Asked to leave: \(names). What is on its way is finished first.")
    }

    /// Those who are asked.
    private func meant(among members: [FleetMember]) throws -> [FleetMember] {
        guard !members.isEmpty else {
            throw Failure(
                .refused, "Nobody sends \(DisplayText.oneLine(manifest)) now; 'grupo-batch status' shows how it stands."
            )
        }
        guard let drain else { return members }
        let found = members.filter { [$0.host, "\($0.host)/\($0.process)"].contains(drain) }
        guard found.count == 1 else {
            let names = members.map { DisplayText.oneLine($0.name(among: members), limit: 100) }.joined(separator: ", ")
            let problem =
                found.isEmpty
                ? "No sender is called \(DisplayText.oneLine(drain))"
                : "Several senders are on \(DisplayText.oneLine(drain))"
            throw Failure(.refused, "\(problem). Name one of: \(names).")
        }
        return found
    }
}
