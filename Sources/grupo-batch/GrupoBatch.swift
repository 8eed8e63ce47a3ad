import ArgumentParser
import BatchEngine
import Foundation

/// The command line's root.
@main
struct GrupoBatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grupo-batch",
        abstract:
            "Sends private messages in bulk through a Grupo site's API: nobody twice, nobody forgotten, and proved.",
        usage: "grupo-batch <command> [<options>]",
        discussion: HelpText.page(
            "grupo-batch init                                   files to begin with",
            "grupo-batch validate recipients.csv                check, send nothing",
            "grupo-batch send recipients.csv --test-to my.name  a few, to yourself",
            "grupo-batch send recipients.csv --rate 5/s         again to continue",
            "grupo-batch report recipients.csv --only failed    who was missed",
            paragraphs: """
                Every option but a person's consents (such as --yes) may also be set in the environment, as GRUPO_RATE for \
                --rate, or in grupo-batch.yaml, as rate: 5/s. The secret key is never an option: GRUPO_API_SECRET_KEY, \
                --secret-file or --secret-command.
                """, HelpText.exitCodes, HelpText.environment, HelpText.files),
        version: Version.text,
        subcommands: [
            SendCommand.self, ValidateCommand.self, ReportCommand.self, StatusCommand.self, ResolveCommand.self,
            SandboxCommand.self, DoctorCommand.self, InitCommand.self, FleetCommand.self, LedgerCommand.self,
        ])

    static func main() async {
        Hardening.apply()
        LostOutput.watch()
        do {
            let scan = CommandLineScan(arguments, isCommand: isCommand)
            if scan.asksForJSON { FailureText.becomeJSON() }
            try refuseUnknownCommand(arguments)
            if let page = ShortHelp.page(scan) { return Console.out(page) }
            let settings = try settings(scan)
            if settings.isJSON { FailureText.becomeJSON() }
            for remark in settings.remarks { Console.err(remark) }
            try await Settings.$current.withValue(settings) { try await run(settings) }
        } catch let failure as Failure {
            end(with: failure)
        } catch {
            if let fault = RunFault.named(error) as? RunFault { end(with: Failure(fault)) }
            end(with: error)
        }
    }

    /// Ends with a failure's error, unless whoever would read it has gone away, and its exit status.
    private static func end(with failure: Failure) -> Never {
        if failure.isUnread {
            Console.flush()
            LostOutput.endUnread()
        }
        Console.err(FailureText.line(failure, otherwise: failure.status == .usage ? seeHelp : nil))
        exit(withError: ExitCode(failure.status.rawValue))
    }

    /// Ends with what the parser has to say, in our words where they are better.
    private static func end(with error: any Error) -> Never {
        if exitCode(for: error) == .validationFailure, !message(for: error).isEmpty { endWithUsage(error) }
        if let script = completionScript(in: error, arguments) {
            Console.out(script)
            exit()
        }
        exit(withError: error)
    }

    /// Ends with what is wrong with the command line, and how the command is used.
    private static func endWithUsage(_ error: any Error) -> Never {
        let said = message(for: error)
        let complaint = complaint(about: error, arguments)
        let message = complaint ?? said
        let full = fullMessage(for: error)
        let rest = full.firstRange(of: said).map { full[$0.upperBound...].drop { $0 == "\n" } } ?? ""
        // What an argument that is missing would be says nothing of an option that does not exist.
        let usage =
            complaint == nil
            ? String(rest)
            : rest.split(separator: "\n").drop { $0.hasPrefix("Help:") }
                .joined(separator: "\n")
        Console.err(
            FailureText.line(Failure(.usage, message), usage: usage.isEmpty ? nil : usage, otherwise: seeHelp))
        exit(withError: ExitCode(ExitStatus.usage.rawValue))
    }

    /// Where the help of the command is.
    private static var seeHelp: String {
        let command = CommandLineScan(arguments, isCommand: isCommand).command.map { " \($0)" }.joined()
        return "See 'grupo-batch\(command) --help'."
    }

    /// The command line as it is read: the command first.
    static let arguments = leadingOptions.commandFirst(Array(CommandLine.arguments.dropFirst()))

    private static func run(_ settings: Settings) async throws {
        var command = try settings.parse()
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }

    /// What the environment and the configuration add to the command line.
    private static func settings(_ scan: CommandLineScan) throws(Failure) -> Settings {
        try refuseContradictions(scan)
        do {
            return try Settings(scan, environment: ProcessInfo.processInfo.environment)
        } catch  where scan.command == [DoctorCommand.configuration.commandName] {
            return Settings(scan, fault: error)
        }
    }
}
