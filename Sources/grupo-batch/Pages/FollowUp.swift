import BatchEngine
import Foundation
import LedgerStore
import Manifests
import Reporting

/// The commands that go on from a batch, as a person can paste them: they name the batch and the ledger they are about.
struct FollowUp {
    private let about: String
    /// The ending of a file that rows are sent from again: the manifest's own.
    private let ending: String

    /// Commands about a manifest's batch in a ledger; the ledger is named where the commands would not find it by themselves.
    ///
    /// `format` is that of the manifest where an option says it and not the ending of its name.
    init(
        manifest: String, named name: String? = nil, batch: String?, ledger: String, environment: [String: String],
        format: ManifestFormat? = nil
    ) {
        // A name that begins with a dash would be taken for an option.
        var words = [RunReport.quoted(manifest.hasPrefix("-") && manifest != "-" ? "./" + manifest : manifest)]
        if let batch, !batch.isEmpty { words += ["--batch", RunReport.quoted(batch)] }
        let isFound = ledger.hasPrefix(Paths.stateFolder(environment) + "/")
        if let name, LedgerAddress(ledger).path == nil { words += ["--manifest-name", RunReport.quoted(name)] }
        if !isFound { words += ["--ledger", RunReport.quoted(ledger)] }
        about = words.joined(separator: " ")
        // Rows of a workbook are sent again from a table of text.
        ending = format.map { $0.isWorkbook ? "csv" : $0.rawValue } ?? ResendEnding(path: manifest)?.rawValue ?? "csv"
    }

    /// Writes the report again.
    var report: String { "grupo-batch report \(about)" }

    /// Records a verdict; rows and verdict are put behind it.
    var resolve: String { "grupo-batch resolve \(about)" }

    /// What reports say of how to go on; `send` is the command that was given, nil where it is not known.
    func commands(send: String?) -> ReportContext.Commands {
        ReportContext.Commands(
            send: send, resolve: resolve, correct: "\(report) --only failed --format manifest --output \(freeName)")
    }

    /// A name that no file of this folder has, because the command never overwrites one: the list itself may be `failed.csv`.
    private var freeName: String {
        var (name, number) = ("failed.\(ending)", 1)
        while FileManager.default.fileExists(atPath: name) {
            number += 1
            name = "failed-\(number).\(ending)"
        }
        return name
    }
}

extension RunSettings {
    /// The commands that go on from this run.
    func followUp(_ environment: [String: String]) -> FollowUp {
        FollowUp(
            manifest: source.argument, named: source.databaseName, batch: batch, ledger: ledger.description,
            environment: environment,
            format: reading.inputFormat)
    }
}
