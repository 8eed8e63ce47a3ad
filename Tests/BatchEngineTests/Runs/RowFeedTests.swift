import BatchModel
import LedgerStore
import Manifests
import TestSupport
import Testing

@testable import BatchEngine

@Suite("The feed of a run's rows")
struct RowFeedTests {
    /// Grants the same ranges in every pass.
    private struct Ranges: GrantSource {
        var ranges: [Range<Int>]

        func nextGrant(of plan: StoredPlan, in state: DeliveryState, from position: Int) throws -> Range<Int>? {
            ranges.first { $0.lowerBound >= position }
        }
    }

    private let bench: RunBench
    private let ledger: any Ledger
    private let manifest: Manifest
    private let plan: StoredPlan

    /// Ten rows that wait.
    init() throws {
        bench = try RunBench((0..<10).map { "user\($0),hello" })
        let settings = try bench.settings()
        manifest = try settings.source.open(settings.reading, settings.scope, sparing: [])
        ledger = try bench.ledgers.openForWriting(bench.address, command: "test")
        plan = try ledger.enrol(try ledger.campaign(), plan: .test()) { [manifest] enrolment in
            try manifest.checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { row in
                try enrolment.add(row.enrolled(isLeftOut: false))
            }
        } approve: { _ in
        }
    }

    private func settle(_ outcomes: [Int: DeliveryState]) async throws {
        let ids = try ledger.entries(plan, from: 0, limit: .max).compactMap { $0.entry?.id }
        let claimed = outcomes.keys.map { ids[$0] }
        _ = try await ledger.commit(settling: [], claiming: claimed, for: plan.campaign, at: 1)
        let settlements = outcomes.map { Settlement(entry: ids[$0], state: $1) }
        _ = try await ledger.commit(settling: settlements, claiming: [], for: plan.campaign, at: 2)
    }

    private func feed(
        _ ranges: [Range<Int>]? = nil, rows: ClosedRange<Int>? = nil, of manifest: Manifest? = nil
    ) throws -> RowFeed {
        var selection = RowSelection()
        selection.rows = rows
        return RowFeed(
            manifest: manifest ?? self.manifest, ledger: ledger, grants: ranges.map { Ranges(ranges: $0) } ?? ledger,
            plan: plan, counts: try ledger.counts(plan), selection: selection)
    }

    private func users(_ ranges: [Range<Int>]?, rows: ClosedRange<Int>? = nil) async throws -> [String] {
        var feed = try feed(ranges, rows: rows)
        var found: [String] = []
        while case let rows = try await feed.next(3), !rows.isEmpty { found += rows.map(\.message.user) }
        return found
    }

    @Test(
        "takes pending rows first, then those not sent, then those refused, and nothing that was sent or may have been")
    func passes() async throws {
        try await settle([2: .rejected, 5: .sent, 0: .notSent, 7: .unknown])
        let pending = [1, 3, 4, 6, 8, 9].map { "user\($0)" }
        #expect(try await users(nil) == pending + ["user0", "user2"])
        #expect(try await users([0..<10]) == pending + ["user0", "user2"])
    }

    @Test(
        "keeps to the rows it is granted",
        arguments: [
            ([0..<3, 3..<4, 7..<9], [0, 1, 3, 7, 8, 2]), ([4..<6], [4]), ([9..<10], [9]), ([], []),
        ] as [([Range<Int>], [Int])])
    func grants(ranges: [Range<Int>], expected: [Int]) async throws {
        try await settle([2: .rejected, 5: .sent])
        #expect(try await users(ranges) == expected.map { "user\($0)" })
    }

    @Test("takes selected rows of the ranges only")
    func selected() async throws {
        #expect(try await users([1..<4, 6..<10], rows: 4...9) == ["user2", "user3", "user6", "user7"])
    }

    @Test("yields the rows before one that is no longer what was checked, and then no more")
    func changed() async throws {
        try bench.write((0..<10).map { "user\($0),\($0 == 4 ? "changed" : "hello")" })
        let settings = try bench.settings()
        var feed = try feed(of: try settings.source.open(settings.reading, settings.scope, sparing: []))
        #expect(try await feed.next(3).map(\.row) == [2, 3, 4])
        #expect(try await feed.next(3).map(\.row) == [5])
        for _ in 0..<2 { await #expect(throws: ManifestChanged.self) { try await feed.next(3) } }
    }

    @Test("yields nothing of a plan that another run has replaced")
    func replaced() async throws {
        var feed = try feed()
        try ledger.enrol(Lines(users: 0..<1), in: plan.campaign)
        await #expect(throws: LedgerFault.planReplaced) { try await feed.next(1) }
    }

    @Test("does not yield a row again that was settled since, whatever it is now")
    func settledSince() async throws {
        var feed = try feed()
        let first = try await feed.next(1)
        #expect(first.map(\.message.user) == ["user0"])
        try await settle([0: .rejected])
        var found: [String] = []
        while case let rows = try await feed.next(4), !rows.isEmpty { found += rows.map(\.message.user) }
        #expect(found == (1..<10).map { "user\($0)" })
    }
}
