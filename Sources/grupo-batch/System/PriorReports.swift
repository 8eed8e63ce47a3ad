import BatchEngine
import Foundation
import Reporting

/// Where reports may lie that prove what was sent of a manifest, and the commands that restore it.
struct PriorReports {
    private static let endings = ["csv", "json", "jsonl"]

    private let manifest: String
    private let batch: String?
    private let site: String?

    /// Those of a manifest's batch; `site` is where it was sent, for a command line that does not say so.
    init(manifest: String, batch: String?, site: String? = nil) {
        self.manifest = manifest
        self.batch = batch
        self.site = site
    }

    /// The reports beside the manifest that are called after it, and what else this run's reports would take the place of.
    func places(replaced: [String]) -> [PriorReportPlace] {
        let beside = Paths.report(manifest: manifest, batch: batch, isTest: false)
        let named = ReportFormat.reportEndings.map { String(beside.dropLast("csv".count)) + $0 }
        var seen: Set<String> = []
        func isNew(_ path: String) -> Bool {
            seen.insert(URL(fileURLWithPath: path).standardizedFileURL.path).inserted
        }
        let own = (named + replaced).filter(isNew).compactMap { path in
            ReportFormat(path: path).map { format in
                PriorReportPlace(
                    path, isOfFile: named.contains(path),
                    importCommand: importCommand(format.isReadBack ? path : "REPORT"))
            }
        }
        let folder = (beside as NSString).deletingLastPathComponent
        return own
            + neighbours(in: folder).filter(isNew).map {
                PriorReportPlace($0, isOfFile: false, isNeighbour: true, importCommand: importCommand($0))
            }
    }

    /// Reports in the manifest's folder that are called after other files, such as that of the failed rows; the newest ones, so that
    /// a folder full of them costs no more than reading a large one.
    private func neighbours(in folder: String) -> [String] {
        let endings = Self.endings.map { ".results.\($0)" }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        var found = names.filter { name in endings.contains { name.hasSuffix($0) } }.compactMap {
            name -> (path: String, modified: Date, byteCount: Int)? in
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
                facts[.type] as? FileAttributeType == .typeRegular, let modified = facts[.modificationDate] as? Date,
                let byteCount = facts[.size] as? Int
            else { return nil }
            return (path, modified, byteCount)
        }
        found.sort { ($0.modified, $0.path) > ($1.modified, $1.path) }
        var left = Self.mostBytes
        return found.prefix(Self.mostNeighbours).prefix { file in
            left -= file.byteCount
            return left >= 0
        }.map(\.path)
    }

    private static let mostNeighbours = 32
    private static let mostBytes = 100_000_000

    /// The command that restores what a report proves, as a shell reads it.
    func importCommand(_ report: String) -> String {
        var words = ["grupo-batch", "ledger", "import", report, "--manifest", manifest]
        words += RepeatedCommand.ofThisProcess.options(of: Self.kept, flags: Self.keptFlags)
        for (name, value) in [("--site", site), ("--batch", batch)] {
            guard let value, !value.isEmpty, !words.contains(where: { $0 == name || $0.hasPrefix("\(name)=") }) else {
                continue
            }
            words += [name, value]
        }
        return words.map(RunReport.quoted).joined(separator: " ")
    }

    /// Options that make the identity of a row or say where it is kept.
    private static let kept: Set<String> = [
        "--site", "--ledger", "--config", "--profile", "--sender", "--message", "--template", "--attachment",
        "--gif-url", "--batch", "--map", "--delimiter", "--encoding", "--input-format", "--json-path",
        "--sheet", "--header-row", "--hidden-rows", "--cell-values",
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
