import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import PostgresLedger
import Reporting
import Text

/// `grupo-batch ledger init ADDRESS`: makes a ledger's tables in a PostgreSQL database.
struct LedgerInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a ledger in a PostgreSQL database, and print the grants of its users.",
        usage: "grupo-batch ledger init <address> [--lease <duration>] [--json]",
        discussion: HelpText.page(
            "grupo-batch ledger init postgres://owner@db.example.org/grupo",
            paragraphs: """
                Run it once, as the owner of the database, and again with a later version; whoever sends makes no tables. A ledger \
                in a file needs no init: the first send makes it.
                """,
            """
            Exit code 0 when done, 64 for wrong use, 73 when the server or the database is not fit for a ledger, 74 when the change \
            is not surely kept, 75 while somebody sends through it, 78 for a wrong configuration.
            """))

    @Argument(help: ArgumentHelp("The database: postgres://user@host/database.", valueName: "address"))
    var database: String

    @Option(
        help: ArgumentHelp(
            "How long a sender that is not heard of may be at work still (20s, or as it was).", valueName: "duration"),
        transform: TimeSpan.read)
    var lease: TimeSpan?

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup(title: "Configuration") var configuration: ConfigurationArguments

    func validate() throws {
        let address = LedgerAddress(database)
        if let fault = address.fault { throw ValidationError("\(fault).") }
        guard address.path == nil else {
            throw ValidationError(
                """
                \(DisplayText.oneLine(database, limit: 1_000)) is a file's path, and a ledger in a file needs no init: name a database, such \
                as postgres://owner@db.example.org/grupo.
                """)
        }
        if let lease, !PostgresStore.leases.contains(lease.duration) {
            throw ValidationError("--lease is from 1s to 1h.")
        }
    }

    func run() throws {
        let made: MadeLedger
        do {
            made = try PostgresStore.make(at: LedgerAddress(database), lease: lease?.duration)
        } catch {
            throw RunFault.named(error)
        }
        guard !json else { return Console.out(JSONText.of(Made(made))) }
        let name = DisplayText.oneLine(made.displayName, limit: 1_000)
        Console.out("\(name): \(made.isNew ? "made" : "as it should be"), lease \(made.lease.optionText)")
        Console.out("A role that sends needs:")
        for grant in made.senderGrants { Console.out("  \(grant)") }
        Console.out("A role that only looks (status, report, validate) needs:")
        for grant in made.readerGrants { Console.out("  \(grant)") }
    }
}

/// What was made, for programs.
private struct Made: Encodable {
    let ledger: String
    let isNew: Bool
    let leaseMs: Int
    let senderGrants: [String]
    let readerGrants: [String]

    init(_ made: MadeLedger) {
        ledger = made.displayName
        isNew = made.isNew
        leaseMs = Int(made.lease.milliseconds)
        senderGrants = made.senderGrants
        readerGrants = made.readerGrants
    }
}
