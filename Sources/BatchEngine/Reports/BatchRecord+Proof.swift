import BatchModel
import LedgerStore
import Manifests
import Reporting

extension BatchRecord {
    /// How many rows a report that is there already calls sent, or perhaps sent, and a new one in its place would not: because
    /// the manifest was edited, because this ledger does not know, or because only part of the rows is asked for.
    ///
    /// Reads the manifest only when it was edited. Throws what `report` would throw.
    package func proofLost(by filter: RowFilter, at path: String) throws -> Int {
        var reported = try ReportedRows([PriorReportPlace(path, isOfFile: true, importCommand: "")])
        guard reported.speaksOfRows else { return 0 }
        guard filter.takesAll else { return reported.unmet }
        if try isUnchanged() {
            try reported.meetServed(PlannedEntries(ledger, plan))
        } else if try manifest.missingContent() == nil {
            try reported.meetServed(LookedUpEntries(manifest, ledger))
        } else {
            return 0
        }
        return reported.unmet
    }
}

extension ReportedRows {
    /// Whether a report names rows as sent by their digests.
    var speaksOfRows: Bool { unmet > 0 }

    /// Takes the messages that a ledger knows as sent, or perhaps sent.
    mutating func meetServed(_ source: some EntrySource) throws {
        var entries = source
        while let next = try entries.next() {
            guard let entry = next.entry, [.sent, .unknown, .claimed].contains(entry.state),
                let digest = RowDigest(key: entry.identity.key, ordinal: entry.identity.ordinal)
            else { continue }
            meet(digest, isToBeSent: false, known: nil)
        }
    }
}
