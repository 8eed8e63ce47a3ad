import ArgumentParser
import BatchEngine
import BatchModel
import Foundation
import LedgerStore
import Manifests
import Text

/// `grupo-batch doctor`: everything a send depends on, looked at without sending.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check configuration, secret key, ledger, DNS, TLS and site, without sending.",
        discussion: HelpText.page(
            "grupo-batch doctor", "grupo-batch doctor --profile youth --json",
            paragraphs: """
                Shows every setting that is not left at its default and where it came from. The site is asked once, with a plain \
                GET that carries neither key nor message.
                """,
            "Exit code 0 when nothing keeps a send from working, 1 when something does, 64 for wrong use."))

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
        findings += try ledgerAndSite(environment)
        findings += [template, attachments].compactMap(\.self)
        let page = DoctorPage(findings: findings, settings: settings.effective)
        if json { Console.out(page.json) } else { page.show(Style(color, isTerminal: Console.outputIsTerminal)) }
        let failed = findings.count { $0.status == .failure }
        guard failed == 0 else {
            throw Failure(
                .someFailed,
                """
                \(Numbers.count(failed, "check")) failed. Do what is said of \(failed == 1 ? "it" : "each"), then run grupo-batch doctor again.
                """)
        }
    }

    private func ledgerAndSite(_ environment: [String: String]) throws -> [Finding] {
        let named = batch.store.ledger.flatMap {
            $0.isEmpty ? nil : LedgerExamination(address: LedgerAddress($0)).findings
        }
        do {
            guard let site = try batch.site.address() else {
                let advice = "Give it with --site, as GRUPO_SITE, or in \(SettingsFiles.projectName)."
                return (named ?? [LedgerExamination.undecided]) + [.failure("site", "no address given", remedy: advice)]
            }
            let address = Paths.ledger(option: nil, site: site, environment: environment)
            return (named ?? LedgerExamination(address: address).findings)
                + SiteExamination(site, settings: transport.settings(maxConnections: 1)).findings
        } catch let failure as Failure {
            return (named ?? [LedgerExamination.undecided])
                + [.failure("site", failure.description, remedy: "Correct the address.")]
        }
    }

    /// The template that every send reads first; nil when none is set.
    private var template: Finding? {
        guard let path = batch.reading.template else { return nil }
        let shown = DisplayText.oneLine(path, limit: 1_000)
        do {
            try TemplateFile.check(path)
            return .good("template", shown)
        } catch {
            let text = DisplayText.oneLine("\(path): \(error.problem)", limit: 1_000)
            return .failure("template", text, remedy: DisplayText.oneLine(error.remedy, limit: 1_000))
        }
    }

    /// What a site takes cannot be seen from outside.
    private var attachments: Finding {
        .good(
            "attachments", "up to \(batch.reading.maxAttachmentSize.size.text) (--max-attachment-size)",
            remedy: "Sites often take less: PHP 2 MiB (upload_max_filesize), nginx 1 MiB (client_max_body_size).")
    }
}
