import BatchModel
import GrupoAPI
import LedgerStore
import Testing

@testable import BatchEngine

@Suite("A delivery whose manifest or ledger fails it")
struct DeliveryFaultTests {
    /// Rows that break off: after `count` of them the manifest is no longer the one that was checked.
    private struct BreakingRows: RowSource {
        var good: ListedRows
        var error: any Error

        init(_ count: Int, then error: any Error) {
            good = ListedRows(count)
            self.error = error
        }

        mutating func next(_ limit: Int) async throws -> [SendableRow] {
            let rows = try await good.next(limit)
            guard !rows.isEmpty else { throw error }
            return rows
        }
    }

    private func deliver(
        _ rows: any RowSource, ledger: RecordingLedger, stop: StopSignal = StopSignal()
    ) async -> (end: Delivery.End, site: ScriptedSite) {
        let site = ScriptedSite { _, _ in AttemptResult(.sent, httpStatus: 200) }
        var settings = DeliverySettings()
        settings.concurrency = 4
        var delivery = Delivery(
            settings, source: rows, ledger: ledger, sender: site, stopSignal: stop, observe: { _ in })
        return (await delivery.run(), site)
    }

    @Test("sends what was read before the manifest changed, then stops and says so", arguments: [0, 1, 5, 23])
    func manifestChanges(count: Int) async {
        let ledger = RecordingLedger()
        let outcome = await deliver(BreakingRows(count, then: ManifestChanged(row: 99)), ledger: ledger)
        #expect(outcome.end.stop == .inputChanged("Row 99 of your list, or its attachment,"))
        #expect(outcome.site.users.count == count)
        #expect(ledger.count(.sent) == count)
        #expect(ledger.count(.claimed) == 0)
    }

    @Test("loses no result when the ledger can be written but not read any more")
    func ledgerCannotBeRead() async {
        let ledger = RecordingLedger()
        let fault = LedgerFault.cannotRead(ledger: "ledger.sqlite", reason: "I/O error")
        let outcome = await deliver(BreakingRows(9, then: fault), ledger: ledger)
        guard case .ledgerFailed = outcome.end.stop else {
            Issue.record("ended with \(String(describing: outcome.end.stop))")
            return
        }
        #expect(outcome.site.users.count == ledger.count(.sent) + outcome.end.rescued.count)
        #expect(outcome.site.users.count == 9)
    }

    @Test(
        "sends only what it won, and goes on with the rest",
        arguments: [[1], [2, 3, 4, 5], Set(1...20)] as [Set<Int64>])
    func contestedRows(taken: Set<Int64>) async {
        let ledger = RecordingLedger(taken: taken)
        let outcome = await deliver(ListedRows(20), ledger: ledger)
        #expect(outcome.end.stop == nil)
        #expect(outcome.site.users.count == 20 - taken.count)
        #expect(ledger.count(.sent) == 20 - taken.count)
        #expect(taken.isDisjoint(with: ledger.states.keys))
    }

    @Test("sends nothing when the signal came before the first claim")
    func earlySignal() async {
        let stop = StopSignal()
        stop.raise(signal: 2)
        let ledger = RecordingLedger()
        let outcome = await deliver(ListedRows(20), ledger: ledger, stop: stop)
        #expect(outcome.end.stop == .interrupted(signal: 2))
        #expect(outcome.site.users.isEmpty)
        #expect(ledger.states.isEmpty)
    }
}

@Suite("The end of a run")
struct RunEndTests {
    @Test("is never complete while a selected row was not tried")
    func forgottenRow() {
        var summary = RunSummary()
        summary.selected.count(.sent)
        #expect(RunEnd(summary) == .complete)
        summary.selected.count(.pending)
        #expect(RunEnd(summary) != .complete)
    }

    @Test("takes the gravest reason first")
    func order() {
        var summary = RunSummary()
        summary.selected.count(.rejected)
        #expect(RunEnd(summary).code == 1)
        summary.selected.count(.unknown)
        #expect(RunEnd(summary).code == 3)
        summary.stop = .siteDown(after: .seconds(600))
        #expect(RunEnd(summary).code == 4)
        summary.stop = .interrupted(signal: 15)
        #expect(RunEnd(summary).code == 143)
        summary.stop = .ledgerFailed("full")
        #expect(RunEnd(summary).code == 74)
        summary.stop = .unreachable("refused")
        #expect(RunEnd(summary).code == 69)
    }
}
