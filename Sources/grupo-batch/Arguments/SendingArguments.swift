import ArgumentParser
import BatchEngine
import Reporting

/// How messages are sent; what `send` takes beyond what `validate` takes too.
struct SendingArguments: ParsableArguments {
    @Option("Most sends in flight, or auto: as many as the site takes.", valueName: "n")
    var concurrency = ConcurrencyChoice.fixed(4)

    @Option(help: ArgumentHelp("Extra attempts for rows proved not sent.", valueName: "n"))
    var retries = 3

    @Option(
        help: ArgumentHelp("Stop after so many failed rows, or such a share of the last 100 (5%).", valueName: "n"),
        transform: ErrorBudget.read)
    var stopAfter: ErrorBudget?

    @Option("How long to wait for a site that went down.", valueName: "duration")
    var giveUpAfter = TimeSpan(.seconds(600))

    @Option(help: ArgumentHelp("Send only if the plan is the one that validate printed so.", valueName: "digest"))
    var plan: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Write the report here; repeatable, format by ending.", valueName: "path"),
        completion: .file())
    var report: [String] = []

    @Option(help: ArgumentHelp("What a report in HTML or Markdown is called.", valueName: "text"))
    var title: String?

    @Flag(help: "Begin CSV reports with a byte-order mark, for Excel.")
    var bom = false

    @Option(
        help: ArgumentHelp("Keep the run's numbers in this file, for Prometheus.", valueName: "path"),
        completion: .file())
    var metrics: String?

    @Option(
        help: ArgumentHelp(
            "Run this by /bin/sh when all rows were gone through, with the counts in GRUPO_RESULT_SENT and so on.",
            valueName: "command"))
    var onFinish: String?

    @Option(
        help: ArgumentHelp("Run this by /bin/sh when the send stopped early or did not begin.", valueName: "command"))
    var onStop: String?

    @Option(
        help: ArgumentHelp(
            "Show the run on a live page here, such as 127.0.0.1:0 (a free port); its address is printed.",
            valueName: "host:port"),
        transform: PagePlace.read)
    var watchPage: PagePlace?

    @Flag(help: "Let --watch-page be an address that other machines can reach; it then only shows.")
    var allowRemote = false

    @Flag(help: "Of several senders on a PostgreSQL ledger: end as soon as nothing is left for this one.")
    var leaveWhenIdle = false

    func validate() throws {
        for path in report { try ReportFormat.checkEnding(of: path, option: "--report") }
        guard retries >= 0, retries <= 100 else { throw ValidationError("--retries takes 0 to 100.") }
    }

    /// What does nothing to these reports, or without another option.
    func remarks(_ reports: [ReportDestination]) -> [RunNotice] {
        var remarks: [RunNotice] = []
        if bom, !reports.contains(where: { $0.format == .csv }) { remarks.append(.idle("bom", "no report is CSV")) }
        if allowRemote, watchPage == nil { remarks.append(.idle("allow-remote", "--watch-page is not given")) }
        return remarks
    }

    /// What was typed for a send and does nothing where nothing is sent.
    var remarksOfCheck: [RunNotice] {
        let given = [
            ("metrics", metrics != nil), ("on-finish", onFinish != nil), ("on-stop", onStop != nil),
            ("watch-page", watchPage != nil), ("leave-when-idle", leaveWhenIdle),
        ]
        return given.compactMap { name, isGiven in
            guard isGiven, !Settings.isConfigured(name) else { return nil }
            return .idle(name, "--dry-run sends nothing")
        }
    }

    /// What the engine is told.
    func deliverySettings(_ pace: PaceArguments) -> DeliverySettings {
        var settings = DeliverySettings()
        settings.concurrency = concurrency.most
        settings.adaptsConcurrency = concurrency == .auto
        settings.rate = pace.rate
        settings.calendar = pace.calendar
        settings.retry = RetryPolicy(retries: retries)
        settings.rules.errorBudget = stopAfter
        settings.giveUpAfter = giveUpAfter.duration
        return settings
    }
}

extension ReportFormat {
    /// Refuses a path whose ending names no format.
    static func checkEnding(of path: String, option: String) throws {
        guard ReportFormat(path: path) == nil else { return }
        throw ValidationError("\(option) \(path): no report format has this ending; use one of \(endings).")
    }
}
