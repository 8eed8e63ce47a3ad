import BatchModel
import GrupoAPI
import LedgerStore
import Manifests
import Reporting
import TestSupport
import Testing

@testable import BatchEngine

@Suite("The rows of a report")
struct ReportBuilderTests {
    private let bench: RunBench
    private let ledger: any Ledger
    private let plan: StoredPlan
    private let manifest: Manifest

    /// Four rows: sent, rejected, invalid, pending.
    init() async throws {
        bench = try RunBench(["user1,hello", "user2,hello", ",hello", "user4,hello"])
        _ = try await bench.send("list.csv", ["user2": RunBench.refused]) {
            $0.selection.skipInvalid = true
            $0.selection.limit = 3
        }
        ledger = try bench.ledger()
        let run = try #require(try ledger.runs(RunQuery()).first)
        plan = try #require(try ledger.storedPlan(run.campaign))
        manifest = try Self.open(bench)
    }

    private static func open(_ bench: RunBench) throws -> Manifest {
        let settings = try bench.settings()
        return try settings.source.open(settings.reading, settings.scope, sparing: [])
    }

    private func report(
        _ change: (inout ReportBuilder) -> Void = { _ in }, selection: RowSelection = RowSelection()
    ) throws -> (report: CollectedReport, totals: ReportBuilder.Totals) {
        var builder = ReportBuilder(
            manifest: manifest, entries: PlannedEntries(ledger, plan), selection: selection)
        change(&builder)
        let report = CollectedReport()
        let totals = try builder.write(to: [report])
        return (report, totals)
    }

    @Test("are the manifest's, each beside what became of it")
    func rows() throws {
        let (report, totals) = try report()
        #expect(report.isFinished)
        #expect(report.rows.map(\.row) == [2, 3, 4, 5])
        #expect(report.rows.map(\.user) == ["user1", "user2", "", "user4"])
        #expect(report.rows.map(\.sender) == Array(repeating: "admin", count: 4))
        #expect(report.rows.map(\.outcome) == [.sent, .rejected, .invalid, .pending])
        #expect(report.rows.map(\.trace.attempts) == [1, 1, 0, 0])
        #expect(report.rows[1].trace.errorKey == "user_not_found")
        #expect(report.rows[2].trace.errorKey?.hasPrefix("manifest.") == true)
        #expect(report.rows[2].trace.errorMessage?.isEmpty == false)
        #expect(report.rows.map { $0.digest != nil } == [true, true, false, true])
        #expect(totals.statistics.tally.total == 4)
        #expect(totals.written == totals.statistics.tally)
        #expect(totals.selected == totals.statistics.tally)
    }

    @Test("are counted all and written as far as they are asked for")
    func filtered() throws {
        let (report, totals) = try report { $0.filter = RowFilter(outcomes: [.rejected, .invalid]) }
        #expect(report.rows.map(\.row) == [3, 4])
        #expect(totals.written.total == 2)
        #expect(totals.statistics.tally.total == 4)
        var chosen = RowSelection()
        chosen.rows = 3...4
        #expect(try self.report(selection: chosen).totals.selected.total == 2)
    }

    @Test("prove nothing of anybody after a test")
    func test() throws {
        var test = RowSelection()
        test.testRecipient = "me"
        let rows = try report(selection: test).report.rows
        #expect(rows.map(\.user) == Array(repeating: "me", count: 4))
        #expect(rows.allSatisfy { $0.digest == nil })
    }

    @Test("say which row each is among equal ones, in a file to be sent again")
    func resent() throws {
        let rows = try report { $0.wayBack = "" }.report.originals
        #expect(rows.map { $0.ordinal != .unstated } == [true, true, false, true])
    }

    @Test("are refused where the manifest has fewer rows than the plan")
    func shorter() throws {
        try bench.write(["user1,hello"])
        let report = CollectedReport()
        let builder = ReportBuilder(
            manifest: try Self.open(bench), entries: PlannedEntries(ledger, plan), selection: RowSelection())
        #expect(throws: ManifestChanged.self) { try builder.write(to: [report]) }
        #expect(!report.isFinished)
    }

    @Test("are known by their content where the plan is another one")
    func lookedUp() throws {
        try bench.write(["user4,hello", "user1,hello", "user9,hello", ",x"])
        let manifest = try Self.open(bench)
        var entries = try LookedUpEntries(manifest, ledger)
        var found: [Outcome] = []
        while let entry = try entries.next() { found.append(entry.outcome) }
        #expect(found == [.pending, .sent, .pending, .invalid])
    }

    @Test("lack names, and nothing else, when the manifest changed meanwhile")
    func nameless() throws {
        let report = CollectedReport()
        var numbers = RowNumbers()
        for position in 0..<4 { numbers.add(position: position, row: position + (position < 2 ? 2 : 7)) }
        let totals = try NamelessReport(
            entries: PlannedEntries(ledger, plan), numbers: numbers, selection: RowSelection()
        ).write(to: [report])
        #expect(report.rows.map(\.row) == [2, 3, 9, 10])
        #expect(report.rows.allSatisfy { $0.user.isEmpty })
        #expect(report.rows.map(\.outcome) == [.sent, .rejected, .invalid, .pending])
        #expect(report.rows[0].digest != nil)
        #expect(totals.statistics.tally.total == 4)
    }
}
