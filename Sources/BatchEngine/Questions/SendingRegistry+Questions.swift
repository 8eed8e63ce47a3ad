import BatchModel
import Foundation
import LedgerStore
import Manifests
import Reporting
import Text

extension SendingRegistry {
    /// What a person must say yes to before rows of this manifest leave through a ledger.
    ///
    /// Nothing is asked about what that ledger did itself, nor where it knows all that was served, as after the import of the last
    /// report. Knowing some of it is not enough. Ledgers that are asked about already are left out.
    func questions(
        _ keys: SendingKeys, manifest: String, through own: OwnLedger, but asked: Set<String>
    ) throws -> [RunQuestion] {
        let sendings = try sendings(keys).filter { !asked.contains($0.record.ledger) }
        func ledger(_ sending: RegisteredSending) -> String {
            own.isLedger(of: sending.record) ? own.name : sending.record.ledger
        }
        var settled: [RegisteredSending] = []
        var open: [RegisteredSending] = []
        var served: ServedSum?
        for sending in sendings.reversed() {
            // Whoever sent it later through the same ledger was asked about this one, or had all of it.
            var isSettled = settled.contains { ledger($0) == ledger(sending) && $0.isAskedAbout(with: sending) }
            if !isSettled { isSettled = own.isLedger(of: sending.record) && own.runs.have(sending.record) }
            if !isSettled { isSettled = own.hasTakenIn(sending.record) }
            if !isSettled {
                let known = try served ?? own.served()
                served = known
                isSettled = sending.record.served == known
            }
            if isSettled { settled.append(sending) } else { open.append(sending) }
        }
        guard let latest = open.first?.record else { return [] }
        return [
            RunQuestion(
                sentThrough: latest, andOthers: Set(open.map(ledger)).count - 1, manifest: manifest, ledger: own.name,
                known: served?.count ?? 0)
        ]
    }
}

extension RunQuestion {
    /// Asks about rows that were sent through another ledger, and through so many more; this one knows `known` messages as served
    /// from the file.
    init(sentThrough record: SendingRecord, andOthers others: Int, manifest: String, ledger: String, known: Int) {
        let isReplaced = record.ledger == ledger
        let file = [manifest, ""].contains(record.manifest) ? "this file" : "this file (as \(record.manifest))"
        let which = isReplaced ? "the ledger that was at \(ledger) before this one" : "another ledger, \(record.ledger)"
        let more = others == 0 ? "" : others == 1 ? " and one more" : " and \(others) more"
        // Whether a database is there, only its server could say.
        let place = LedgerAddress(record.ledger).path
        let isThere = !isReplaced && place.map(FileManager.default.fileExists) ?? true
        self.init(
            .sentThroughAnotherLedger,
            problem: """
                Rows of \(file) were sent, or about to be, through \(which)\(more), last at \
                \(Self.time(record.lastAtMilliseconds))\(Self.knowledge(of: record, known)).
                """,
            remedy: isThere
                ? "Go on with that ledger (\(option: .ledger) \(DisplayText.shellWord(record.ledger))), or make this a new campaign (\(option: .batch) NAME)."
                : """
                Put that ledger back, restore what \(known == 0 ? "a report" : "the last report of all rows") proves (ledger import \
                REPORT), or make this a new campaign (\(option: .batch) NAME).
                """)
    }

    private static func knowledge(of record: SendingRecord, _ known: Int) -> String {
        guard known > 0 else { return ": this run would send them again" }
        switch record.served?.count {
        case nil:
            return
                ", in a run whose end is not recorded: nothing proves that this ledger knows all of them, and this run may "
                + "send some again"
        case let count? where known < count:
            return
                ": this ledger knows \(Numbers.grouped(known)) of \(Numbers.grouped(count)) messages that were sent, or may have "
                + "been, and this run may send others again"
        default:
            return ": this ledger knows others than those, and this run may send some again"
        }
    }

    /// `2026-11-26 14:02 UTC`.
    static func time(_ milliseconds: Int64) -> String {
        Timestamp.iso8601(milliseconds).prefix(16).replacing("T", with: " ") + " UTC"
    }
}
