import BatchModel
import GrupoAPI
import LedgerStore
import Manifests
import Reporting
import TestSupport
import Testing

@testable import BatchEngine

@Suite("A report of an earlier run")
struct PriorReportTests {
    private static let header =
        "row,user,sender,success,error_key,error_message,outcome,http_status,attempts,finished_at,row_digest"
    private let bench: RunBench

    init() throws { bench = try RunBench(users: 3) }

    /// What a report says of a user's row, in a file named after the manifest.
    @discardableResult
    private func report(_ lines: [(user: String, outcome: Outcome, end: String)]) throws -> String {
        let settings = try bench.settings()
        let manifest = try settings.source.open(settings.reading, settings.scope, sparing: [])
        var digests: [String: RowDigest] = [:]
        try manifest.checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { row in
            guard case .ready(let key, let ordinal, _) = row.disposition else { return }
            digests["user\(row.row - 1)"] = RowDigest(key: key, ordinal: ordinal)
        }
        let rows = lines.map { line in
            "2,\(line.user),admin,,,,\(line.outcome.rawValue),200,1,\(line.end),\(digests[line.user]?.text ?? "")"
        }
        return try bench.folder.write(([Self.header] + rows).map { $0 + "\n" }.joined(), to: "list.results.csv")
    }

    private var place: PriorReportPlace {
        PriorReportPlace(
            bench.folder.file("list.results.csv"), isOfFile: true, importCommand: "grupo-batch ledger import")
    }

    private func items(_ path: String) throws -> [PriorReport.Lines.Item] {
        var lines = try #require(try PriorReport(path: path)).lines()
        var items: [PriorReport.Lines.Item] = []
        while let item = try lines.next() { items.append(item) }
        return items
    }

    @Test("is read line by line, and what is no line of ours is told apart")
    func lines() throws {
        let path = try report([("user1", .sent, "2026-11-22T15:32:00.000Z"), ("user2", .pending, "")])
        let text = String(decoding: try bench.folder.read("list.results.csv"), as: UTF8.self)
        try bench.folder.write(text + "x,y,z,,,,sent,,,,\n3,user3,admin,,,,sent,,,,#REF!\n", to: "list.results.csv")
        let items = try items(path)
        #expect(items.count == 4)
        guard case .line(let first) = items[0], case .line(let second) = items[1],
            case .foreign(line: 4) = items[2], case .line(let last) = items[3]
        else {
            Issue.record("read as \(items)")
            return
        }
        #expect(first.isServed && first.isProof)
        #expect(first.trace.finishedAtMilliseconds == 1_795_361_520_000)
        #expect(!second.isServed && !second.isProof)
        #expect(last.identity == .unreadable)
    }

    @Test("is none where there is no file, an empty one, or one of somebody else")
    func none() throws {
        #expect(try PriorReport(path: bench.folder.file("nothing.csv")) == nil)
        #expect(try PriorReport(path: try bench.folder.write("", to: "empty.csv")) == nil)
        #expect(try PriorReport(path: bench.folder.file("list.csv")) == nil)
        #expect(try PriorReport(path: try bench.folder.write("{\"rows\":[]}", to: "other.json")) == nil)
    }

    @Test("says what the ledger does not know: then nothing is sent, and the way out is named")
    func forgotten() async throws {
        try report([("user1", .sent, ""), ("user2", .unknown, "")])
        let refusal = try await bench.refusal { $0.priorReports = [place] }
        #expect(refusal.contains("list.results.csv"))
        #expect(refusal.contains("grupo-batch ledger import"))
        #expect(try bench.ledger().check().states.isEmpty)
    }

    @Test("says what the ledger knows: then the run goes on")
    func known() async throws {
        _ = try await bench.send { $0.selection.limit = 1 }
        try report([("user1", .sent, ""), ("user2", .rejected, "")])
        #expect(try await bench.send { $0.priorReports = [place] }.users == ["user2", "user3"])
    }

    @Test("says that a row was sent after the ledger saw it refused, and is believed; before, and is not")
    func later() async throws {
        _ = try await bench.send("list.csv", ["user3": RunBench.refused])
        try report([("user3", .sent, "2001-01-01T00:00:00.000Z")])
        let before = try await bench.send("list.csv", ["user3": RunBench.refused]) { $0.priorReports = [place] }
        #expect(before.users == ["user3"])
        try report([("user3", .sent, "2999-01-01T00:00:00.000Z")])
        #expect(try await bench.refusal { $0.priorReports = [place] }.contains("list.results.csv"))
    }

    @Test("that would be replaced holds what no ledger knows, until one does")
    func replaced() async throws {
        try report([("user1", .sent, ""), ("user2", .sent, ""), ("user3", .rejected, "")])
        _ = try await bench.send("list.csv", ["user2": RunBench.refused]) { $0.selection.limit = 2 }
        let ledger = try bench.ledger()
        let record = try #require(
            try BatchRecord(BatchRecord.Query(ManifestSource(path: bench.folder.file("list.csv"))), in: ledger))
        var report = try #require(try ReplacedReport(at: place.path, unless: record))
        #expect(report.unexplained == 2)
        try report.strike(knownTo: ledger)
        #expect(report.unexplained == 0)
        try self.report([("user3", .sent, "")])
        report = try #require(try ReplacedReport(at: place.path, unless: record))
        try report.strike(knownTo: record)
        #expect(report.unexplained == 1)
        #expect(try ReplacedReport(at: bench.folder.file("nothing.csv"), unless: record) == nil)
    }
}
