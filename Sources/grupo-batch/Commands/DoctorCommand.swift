import ArgumentParser
import BatchEngine
import BatchModel
import Foundation

/// `grupo-batch doctor`: everything a send depends on, looked at without sending.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, secret key, ledger, DNS, TLS and site, without sending.",
        discussion: HelpText.page(
            "grupo-batch doctor", "grupo-batch doctor --profile youth --json",
            paragraphs: """
                Shows every setting that is not left at its default and where it came from. The site is asked once, with a plain \
                GET that carries neither key nor message. Exit code 1 when something would keep a send from working.
                """))

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    @Option(help: ArgumentHelp("When to colour: auto, always or never.", valueName: "when"))
    var color = Style.Choice.auto

    @OptionGroup(title: "Transport") var transport: TransportArguments
    @OptionGroup var batch: BatchArguments

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = Settings.ofSend(environment)
        let examination = SettingsExamination(settings: settings, environment: environment)
        var findings = [Finding.good("version", Version.text)]
        findings += examination.findings
        findings.append(examination.secret(transport))
        do {
            if let site = try batch.site.address() {
                let path = Paths.ledger(option: batch.store.ledger, site: site, environment: environment)
                findings += LedgerExamination(path: path).findings
                findings += SiteExamination(site, settings: transport.settings(maxConnections: 1)).findings
            } else {
                findings.append(
                    .failure(
                        "site", "no address given",
                        remedy: "Give it with --site, as GRUPO_SITE, or in \(SettingsFiles.projectName)."))
            }
        } catch let failure as Failure {
            findings.append(.failure("site", failure.description, remedy: "Correct the address."))
        }
        findings.append(attachments(settings))
        let page = DoctorPage(findings: findings, settings: settings.effective)
        if json { Console.out(page.json) } else { page.show(Style(color, isTerminal: Console.outputIsTerminal)) }
        if findings.contains(where: { $0.status == .failure }) { throw ExitCode(ExitStatus.someFailed.rawValue) }
    }

    /// What a site takes cannot be seen from outside.
    private func attachments(_ settings: Settings) -> Finding {
        let limit = batch.reading.maxAttachmentSize
        return .good(
            "attachments",
            """
            up to \(limit.text) (--max-attachment-size). PHP takes 2 MiB unless upload_max_filesize says more, nginx 1 MiB \
            in all unless client_max_body_size does
            """)
    }
}
