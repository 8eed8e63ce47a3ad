import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import Glibc
import Reporting
import SandboxSite

/// `grupo-batch sandbox`: a local stand-in for a Grupo site.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "A local stand-in for a Grupo site, to try things on.",
        usage: "grupo-batch sandbox [<options>] [-- <command> ...]",
        discussion: HelpText.page(
            "grupo-batch sandbox -- grupo-batch send recipients.csv",
            "grupo-batch sandbox --latency 200ms -- bash",
            "grupo-batch sandbox --port 8099 --refuse 5%",
            paragraphs: """
                With a command it runs that with GRUPO_SITE and GRUPO_API_SECRET_KEY in its environment, prints nothing itself, \
                and ends when the command ends, with the same exit code. Without one it prints two lines that set GRUPO_SITE and GRUPO_API_SECRET_KEY for the shell that reads them, as in \
                ". ./sandbox.env", and then a line for each message on standard error, until Ctrl-C; as a job in the background it does not write on the terminal. It knows everybody but names \
                that begin with "unknown", or, with --users, only the names in the file. Every start is a site of its own, with a ledger of its own, also at a port that was \
                used before: its address ends in a name.
                """,
            """
            Exit code 0 after Ctrl-C; 64 for wrong use, 66 when --users cannot be read, 73 when it cannot listen or write its log.
            """))

    @Option(help: ArgumentHelp("Port to listen on; 0 takes a free one.", valueName: "n"))
    var port: UInt16 = 0

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Flag(help: "Let --host be an address that other machines can reach.")
    var allowRemote = false

    @Option(
        help: ArgumentHelp("File of the users the site knows, one name a line.", valueName: "file"), completion: .file()
    )
    var users: String?

    @Option(help: ArgumentHelp("How long each answer is held back.", valueName: "duration"), transform: TimeSpan.read)
    var latency: TimeSpan?

    @Option(help: ArgumentHelp("Share of good messages rejected all the same, such as 5%.", valueName: "percent"))
    var refuse: String?

    @Option(
        help: ArgumentHelp("File to append one line of JSON to for each message sent.", valueName: "file"),
        completion: .file())
    var log: String?

    @Flag(help: "Print address and key as one JSON object, not as lines of shell.")
    var json = false

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A command, after --, that is run against the sandbox.", valueName: "command"))
    var command: [String] = []

    @OptionGroup(visibility: .hidden) var accepted: BatchArguments

    func run() async throws {
        LostOutput.isNotAll()
        let settings = try makeSettings()
        let isQuiet = !command.isEmpty
        let site = SandboxSite(settings) { event in
            if !isQuiet { Self.say(Self.describe(event)) }
        }
        let running: RunningSandbox
        do {
            running = try await site.start()
        } catch let fault as SandboxFault {
            throw Failure(ExitStatus(fault), DisplayText.oneLine("\(fault)", limit: 1_000))
        }
        guard command.isEmpty else {
            let code = try await run(command, against: running)
            await site.stop()
            throw ExitCode(code)
        }
        // Watched before the lines are out: who reads them may end the sandbox at once.
        let stop = StopSignal()
        let watch = SignalWatch(stop) { _, _ in }
        if json {
            Console.out(JSONText.of(["site": "\(running.site)", "secret_key": "\(running.secretKey)"]))
        } else {
            Console.out("export GRUPO_SITE=\(running.site)")
            Console.out("export GRUPO_API_SECRET_KEY=\(running.secretKey)")
        }
        Self.say("The sandbox listens on \(running.site); Ctrl-C stops it.")
        await stop.raised()
        withExtendedLifetime(watch) {}
        await site.stop()
        let tally = site.tally
        Self.say("\(tally.accepted) sent, \(tally.refused.values.reduce(0, +)) rejected.")
    }

    private func run(_ words: [String], against running: RunningSandbox) async throws -> Int32 {
        var environment = ProcessInfo.processInfo.environment
        // What belongs to the user's own site would beat the sandbox's key, or meet its ledger.
        for name in ["GRUPO_SECRET_COMMAND", "GRUPO_SECRET_FILE", "GRUPO_LEDGER", "GRUPO_PROFILE"] {
            environment[name] = nil
        }
        environment["GRUPO_SITE"] = "\(running.site)"
        environment["GRUPO_API_SECRET_KEY"] = "\(running.secretKey)"
        return try await CompanionCommand(words: words, environment: environment).run()
    }

    /// Writes a line, unless that would stand between the lines of the program in front of the same terminal.
    private static func say(_ text: String) {
        if !SystemCalls.isBehind(STDERR_FILENO) { Console.err(text) }
    }

    private func makeSettings() throws -> SandboxSettings {
        var settings = SandboxSettings()
        settings.host = host
        settings.port = port
        settings.allowRemote = allowRemote
        settings.isNamed = true
        settings.logPath = log
        settings.keepsMessages = false
        settings.secretKey = ProcessInfo.processInfo.environment["GRUPO_SANDBOX_KEY"]
        if let latency { settings.latency = latency.duration...latency.duration }
        if let refuse {
            guard refuse.hasSuffix("%"), let percent = Double(refuse.dropLast()), (0...100).contains(percent) else {
                throw ValidationError("--refuse takes a percentage from 0% to 100%, such as 5%.")
            }
            settings.refusalShare = percent / 100
        }
        if let users {
            do {
                settings.knownUsers = KnownUsers(listing: try String(contentsOfFile: users, encoding: .utf8))
            } catch {
                throw Failure(
                    .unreadable,
                    "--users: \(DisplayText.oneLine(users, limit: 1_000)) cannot be read as a text file; check the path."
                )
            }
        }
        return settings
    }

    private static func describe(_ event: SandboxEvent) -> String {
        switch event {
        case .accepted(let message):
            let text = DisplayText.oneLine(message.message, limit: 60)
            let file = message.attachment.map { " [\(DisplayText.oneLine($0.fileName)), \($0.content.count) bytes]" }
            return "sent      \(DisplayText.oneLine(message.user)): \(text)\(file ?? "")"
        case .refused(let refusal, let user):
            return "rejected  \(DisplayText.oneLine(user ?? "?")): \(refusal.rawValue)"
        }
    }
}

extension ExitStatus {
    /// The status for a sandbox that cannot be started.
    fileprivate init(_ fault: SandboxFault) {
        switch fault {
        case .listening(let fault) where fault.isMisuse: self = .usage
        case .listening, .cannotOpenLog, .alreadyStarted: self = .cannotCreate
        }
    }
}

extension StopSignal {
    /// Waits for the first call of `raise`.
    fileprivate func raised() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let resumed = Once()
            onRise { _ in if resumed.first() { continuation.resume() } }
        }
    }
}
