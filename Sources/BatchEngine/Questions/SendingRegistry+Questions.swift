import BatchModel
import Foundation
import LedgerStore
import Reporting

extension SendingRegistry {
    /// What a person must say yes to before rows of this manifest leave through `ledger`.
    ///
    /// `known` are the manifests of which that ledger knows what was sent: a ledger that knows nothing of what it did has
    /// been replaced by another one.
    /// Ledgers that are asked about already are left out.
    func questions(
        _ keys: SendingKeys, manifest: String, ledger: String, file: String?, known: Set<String>,
        but asked: Set<String>
    ) throws -> [RunQuestion] {
        let others = try records(keys).filter { record in
            // A ledger that was given another name is the same.
            let isOwn = record.ledger == ledger || record.file.map { $0 == file } ?? false
            return !asked.contains(record.ledger) && !(isOwn && known.contains(record.manifest))
        }
        guard let latest = others.last else { return [] }
        let count = Set(others.map(\.ledger)).count
        return [RunQuestion(sentThrough: latest, andOthers: count - 1, manifest: manifest, ledger: ledger)]
    }
}

extension RunQuestion {
    /// Asks about rows that were sent through another ledger, and through so many more.
    init(sentThrough record: SendingRecord, andOthers others: Int, manifest: String, ledger: String) {
        let isReplaced = record.ledger == ledger
        let file = [manifest, ""].contains(record.manifest) ? "this file" : "this file (as \(record.manifest))"
        let which = isReplaced ? "the ledger that was at \(ledger) before this one" : "another ledger, \(record.ledger)"
        let more = others == 0 ? "" : others == 1 ? " and one more" : " and \(others) more"
        let isThere = !isReplaced && FileManager.default.fileExists(atPath: record.ledger)
        self.init(
            "sent_through_another_ledger",
            problem: """
                Rows of \(file) were sent, or about to be, through \(which)\(more), last at \
                \(Self.time(record.lastAtMilliseconds)): this run would send them again.
                """,
            remedy: isThere
                ? "Go on with that ledger (--ledger \(DisplayText.shellWord(record.ledger))), or make this a new campaign (--batch NAME)."
                : """
                Put that ledger back, restore what a report proves (ledger import REPORT), or make this a new campaign \
                (--batch NAME).
                """)
    }

    /// `2026-11-26 14:02 UTC`.
    static func time(_ milliseconds: Int64) -> String {
        Timestamp.iso8601(milliseconds).prefix(16).replacing("T", with: " ") + " UTC"
    }
}
