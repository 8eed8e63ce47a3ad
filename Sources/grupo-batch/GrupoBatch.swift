import ArgumentParser
import BatchEngine

/// The command line's root.
@main
struct GrupoBatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grupo-batch",
        abstract:
            "Sends private messages in bulk through a Grupo site's API: nobody twice, nobody forgotten, and proved.",
        usage: """
            grupo-batch validate recipients.csv
            grupo-batch send recipients.csv --site https://chat.example.org --sender admin
            grupo-batch report recipients.csv --output -
            """,
        discussion: "Exit codes:\n"
            + ExitStatus.allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n"),
        version: Version.text,
        subcommands: [
            SendCommand.self, ValidateCommand.self, ReportCommand.self, StatusCommand.self, ResolveCommand.self,
            SandboxCommand.self, LedgerCommand.self,
        ])

    static func main() async {
        Hardening.apply()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Console.err("grupo-batch: \(failure)")
            exit(withError: ExitCode(failure.status.rawValue))
        } catch let fault as RunFault {
            let failure = Failure(fault)
            Console.err("grupo-batch: \(failure)")
            exit(withError: ExitCode(failure.status.rawValue))
        } catch {
            exit(withError: error)
        }
    }
}
