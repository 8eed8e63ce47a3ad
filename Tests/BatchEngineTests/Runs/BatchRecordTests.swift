import BatchModel
import GrupoAPI
import LedgerStore
import Manifests
import Reporting
import TestSupport
import Testing

@testable import BatchEngine

@Suite("The record of a batch")
struct BatchRecordTests {
    private let bench: RunBench

    /// Four rows: sent, unknown, rejected, sent.
    init() async throws {
        bench = try RunBench(users: 4)
        _ = try await bench.send("list.csv", ["user2": RunBench.unknown, "user3": RunBench.refused])
    }

    private func query(_ name: String = "list.csv", batch: String? = nil) -> BatchRecord.Query {
        var query = BatchRecord.Query(ManifestSource(path: bench.folder.file(name)))
        query.batch = batch
        return query
    }

    private func record(_ name: String = "list.csv") throws -> BatchRecord {
        try #require(try BatchRecord(query(name), in: bench.ledger()))
    }

    private func problem(_ fault: RunFault?) -> String {
        switch fault {
        case .refused(let problem, _), .unrecorded(let problem, _): problem
        default: "\(String(describing: fault))"
        }
    }

    @Test("is found by the manifest's path, site and batch, and is not where they are others")
    func found() throws {
        let record = try record()
        #expect(try record.isUnchanged())
        #expect(!record.isByRows)
        #expect(try record.counts().states == [.sent: 2, .unknown: 1, .rejected: 1])
        #expect(try record.unknownRows(limit: 9)?.map(\.row) == [3])
        #expect(try record.unknownRows(limit: 9)?.map(\.user) == ["user2"])
        #expect(record.context.site == "https://chat.example")
        #expect(try BatchRecord(query("other.csv"), in: bench.ledger()) == nil)
        #expect(try BatchRecord(query(batch: "may"), in: bench.ledger()) == nil)
        var elsewhere = query()
        elsewhere.site = "https://other.example"
        #expect(try BatchRecord(elsewhere, in: bench.ledger()) == nil)
    }

    @Test("reports every row of the manifest, or those that are asked for")
    func report() throws {
        let report = CollectedReport()
        let counts = try record().report(to: [report], RowFilter(outcomes: [.unknown]))
        #expect(counts.all.total == 4)
        #expect(counts.written.total == 1)
        #expect(report.rows.map(\.user) == ["user2"])
        #expect(report.rows[0].trace.errorKey == "client.timeout")
    }

    @Test("of an edited manifest reports rows by their content, and numbers none")
    func edited() throws {
        try bench.write(["user9,hello", "user2,hello"])
        let record = try record()
        #expect(try !record.isUnchanged())
        let report = CollectedReport()
        _ = try record.report(to: [report])
        #expect(report.rows.map(\.outcome) == [.pending, .unknown])
        #expect(try record.unknownRows(limit: 9) == nil)
        let fault = #expect(throws: RunFault.self) { try record.forEachEntry { _, _, _ in } }
        #expect(problem(fault).contains("row numbers may mean other rows"))
    }

    @Test("of a manifest that was saved anew is the same one")
    func savedAnew() throws {
        let text = "user,message\r\n" + (1...4).map { "\"user\($0)\",hello\r\n" }.joined()
        try bench.folder.write(text, to: "list.csv")
        let record = try record()
        #expect(try !record.isUnchanged())
        #expect(try record.hasPlannedRows())
        #expect(try record.unknownRows(limit: 9)?.map(\.row) == [3])
    }

    @Test("of a manifest that was moved is found by its rows, and not by too few of them")
    func byRows() throws {
        try bench.write((1...4).map { "user\($0),hello" } + ["user5,hello"], to: "moved.csv")
        let record = try #require(try BatchRecord.byRows(query("moved.csv"), in: bench.ledger()))
        #expect(record.isByRows)
        #expect(try record.counts().states == [.sent: 2, .unknown: 1, .rejected: 1, .pending: 1])
        try bench.write(["user1,hello", "user8,hello", "user9,hello"], to: "other.csv")
        #expect(try BatchRecord.byRows(query("other.csv"), in: bench.ledger()) == nil)
    }

    @Test("that was forgotten does not number the rows of an edited manifest")
    func forgotten() throws {
        let ledger = try bench.ledgers.openForWriting(bench.address, command: "ledger forget")
        _ = try ledger.forget(before: .max)
        ledger.close()
        try bench.write(["user1,hello", "user2,changed"])
        let record = try record()
        #expect(record.wasForgotten)
        let fault = #expect(throws: RunFault.self) { try record.forEachEntry { _, _, _ in } }
        #expect(problem(fault).contains("was forgotten"))
        #expect(record.context.manifestDigest == nil)
    }

    @Test("takes a person's verdicts on unknown rows, and gives them back")
    func verdicts() throws {
        let ledger = try bench.ledgers.openForWriting(bench.address, command: "resolve")
        defer { ledger.close() }
        let record = try #require(try BatchRecord(query(), in: ledger))
        let named = try BatchVerdict.find([3...3], of: record, for: .notSent, limit: 5)
        #expect(named.first.map(\.user) == ["user2"])
        #expect(try BatchVerdict.record(named, in: ledger, as: .notSent).recorded == 1)
        #expect(try record.counts().states == [.sent: 2, .notSent: 1, .rejected: 1])
        #expect(try BatchVerdict.recordAll(of: record, in: ledger, as: .unknown).recorded == 1)
        #expect(try record.counts().states[.unknown] == 1)
    }

    @Test(
        "takes none on other rows, and says which those are",
        arguments: [
            ([2...2], .sent, "row 2 is sent"), ([9...9], .sent, "row 9 is not a message of your list"),
            ([4...5], .notSent, "rows 4-5 hold none"), ([3...3], .unknown, "row 3 is unknown already"),
            ([3...3, 4...4], .sent, "row 4 is rejected"),
        ] as [([ClosedRange<Int>], PersonVerdict, String)])
    func refusedVerdicts(rows: [ClosedRange<Int>], verdict: PersonVerdict, words: String) throws {
        let record = try record()
        let fault = #expect(throws: RunFault.self) { try BatchVerdict.find(rows, of: record, for: verdict) }
        #expect(problem(fault).contains(words))
    }
}
