import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import PostgresLedger
import Reporting
import Text

/// `grupo-batch ledger recover`: goes on with a database whose server was replaced.
struct LedgerRecoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract:
            "Go on with a ledger in a database whose server was replaced: what may have been sent becomes unknown.",
        usage: "grupo-batch ledger recover --ledger <address> [--yes] [--json]",
        discussion: HelpText.page(
            "grupo-batch ledger recover --ledger postgres://sender@db/grupo",
            paragraphs: """
                A server that took over from another one may have forgotten the last commits. So every message that a run without \
                an end could have sent since becomes unknown, for 'resolve'; a run that has an end lost nothing. Never let anybody send \
                through the old server again. It asks first; without a terminal --yes is the answer.
                """,
            """
            Exit code 0 when done or when nothing happened to the ledger, 64 for wrong use, 65 when nobody said yes, 73 when the \
            database cannot be used, 74 when the change is not surely kept, 75 while a sender's lease runs, 78 for a wrong \
            configuration.
            """))

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @OptionGroup var scope: LedgerScope

    func run() throws {
        guard let named = scope.store.ledger.map(LedgerAddress.init), named.path == nil else {
            throw Failure(
                .usage,
                "Name the database with --ledger postgres://user@host/database; a ledger in a file recovers by itself.")
        }
        let recovery: LedgerRecovery?
        do {
            recovery = try PostgresStore.recover(named, at: WallClock.milliseconds, approve: approve)
        } catch {
            throw RunFault.named(error)
        }
        guard !json else { return Console.out(JSONText.of(Recovered(recovery))) }
        guard let recovery else { return Console.out("Nothing happened to that ledger: there is nothing to recover.") }
        let marked = recovery.claimed + recovery.exposed
        Console.out(
            """
            \(Numbers.count(marked, "message")) \(marked == 1 ? "is" : "are") unknown now; look \(marked == 1 ? "it" : "them") up on \
            the site, then give your verdict with resolve. Nobody may send through the old server any more.
            """)
    }

    private func approve(_ recovery: LedgerRecovery) throws {
        if scope.yes { return }
        let name = DisplayText.oneLine(recovery.displayName, limit: 1_000)
        let problem = """
            The ledger \(name) \(recovery.reason). \(Numbers.count(recovery.claimed, "message")) \
            \(recovery.claimed == 1 ? "was" : "were") being sent, and \(Numbers.count(recovery.exposed, "message")) more may have been \
            sent without its knowing: all of them become unknown.
            """
        guard Console.canAsk else {
            throw RunFault.unrecorded(problem: problem, remedy: "If that is what you mean, add --yes.")
        }
        Console.err(problem)
        guard Confirmation.agrees("Recover it? [y/N] ") else { throw RunFault.declined }
    }
}

/// What a recovery did, for programs.
private struct Recovered: Encodable {
    let claimed: Int
    let exposed: Int

    init(_ recovery: LedgerRecovery?) {
        claimed = recovery?.claimed ?? 0
        exposed = recovery?.exposed ?? 0
    }
}
