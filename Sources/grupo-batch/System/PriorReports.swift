import BatchEngine
import Foundation
import Reporting

/// Where reports may lie that prove what was sent of a manifest, and the commands that restore it.
struct PriorReports {
    private static let endings = ["csv", "json", "jsonl"]

    private let manifest: String
    private let batch: String?

    /// Those of a manifest's batch.
    init(manifest: String, batch: String?) {
        self.manifest = manifest
        self.batch = batch
    }

    /// The reports beside the manifest that are called after it, and what else this run's reports would take the place of.
    func places(replaced: [String]) -> [PriorReportPlace] {
        let beside = Paths.report(manifest: manifest, batch: batch, isTest: false)
        let named = Self.endings.map { String(beside.dropLast("csv".count)) + $0 }
        var seen: Set<String> = []
        return (named + replaced.filter(Self.mayBeProof)).compactMap { path in
            guard seen.insert(URL(fileURLWithPath: path).standardizedFileURL.path).inserted else { return nil }
            return PriorReportPlace(path, isOfFile: named.contains(path), importCommand: importCommand(path))
        }
    }

    private static func mayBeProof(_ path: String) -> Bool {
        endings.contains { path.lowercased().hasSuffix(".\($0)") }
    }

    private func importCommand(_ report: String) -> String {
        var words = ["grupo-batch", "ledger", "import", report, "--manifest", manifest]
        words += RepeatedCommand.ofThisProcess.options(of: Self.kept, flags: Self.keptFlags)
        if let batch, !batch.isEmpty, !words.contains(where: { $0 == "--batch" || $0.hasPrefix("--batch=") }) {
            words += ["--batch", batch]
        }
        return words.map(RunReport.quoted).joined(separator: " ")
    }

    /// Options that make the identity of a row or say where it is kept.
    private static let kept: Set<String> = [
        "--site", "--ledger", "--config", "--profile", "--sender", "--message", "--template", "--attachment",
        "--gif-url", "--batch", "--map", "--delimiter", "--encoding", "--input-format", "--json-path",
        "--attachments-root", "--max-attachment-size", "--max-row-size",
    ]
    private static let keptFlags: Set<String> = ["--allow-http", "--render"]
}

extension RepeatedCommand {
    /// The options of these names as they were given.
    func options(of names: Set<String>, flags: Set<String>) -> [String] {
        var kept: [String] = []
        var isValue = false
        for word in words {
            if word == "--", !isValue { break }
            let isName = !isValue && names.contains(String(word.prefix { $0 != "=" }))
            if isValue || isName || flags.contains(word) { kept.append(word) }
            isValue = !isValue && names.contains(word)
        }
        return kept
    }
}
