import Files
import LedgerStore
import Reporting

extension Ledger {
    /// Whether the report at a path is the one that a run of this campaign left there, so that it says nothing new of it.
    func left(reportAt path: String, of campaign: Campaign) throws -> Bool {
        let path = PriorReport.realPath(path)
        guard let version = FileVersion(path: path) else { return false }
        return try ownReport(at: path) == OwnReport(campaign: campaign.id, version: version.text)
    }

    /// Whether the report at a path is one that any run of this ledger left there.
    func left(reportAt path: String) throws -> Bool {
        let path = PriorReport.realPath(path)
        guard let version = FileVersion(path: path) else { return false }
        return try ownReport(at: path)?.version == version.text
    }
}

/// The reports that a run has put in place, by which its ledger knows them again.
///
/// Not `Sendable`: the writers of one run tell it.
final class WrittenReports {
    private var versions: [(path: String, version: FileVersion)] = []

    /// Takes note of a report.
    func add(_ path: String, _ version: FileVersion) { versions.append((PriorReport.realPath(path), version)) }

    /// Tells the ledger. A report that it does not know again is read before the next run, and costs time alone.
    func remember(in ledger: any Ledger, of campaign: Campaign) {
        for (path, version) in versions { try? ledger.rememberReport(at: path, of: campaign, version: version.text) }
    }
}
