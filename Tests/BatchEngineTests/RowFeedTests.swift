import BatchModel
import LedgerStore
import Manifests
import SQLiteLedger
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

    private let folder: TemporaryDirectory
    private let ledger: any Ledger
    private let manifest: Manifest
    private let plan: StoredPlan

    /// Ten rows; the third was refused, the sixth sent.
    init() throws {
        folder = try TemporaryDirectory()
        let rows = (0..<10).map { "user\($0),hello\n" }.joined()
        let path = try folder.write("user,message\n" + rows, to: "list.csv")
        var options = ReadingOptions()
        options.defaultSender = "admin"
        manifest = try Manifest.open(path, options: options, scope: IdentityScope(site: "https://site.example"))
        ledger = try SQLiteStore.openForWriting(at: folder.file("ledger.sqlite"), command: "test")
        let campaign = try #require(
            try ledger.campaign(
                CampaignIdentity(site: "https://site.example", batch: nil, manifestPath: path), create: true))
        let description = PlanDescription(
            inputDigest: "", attachmentsFingerprint: "", planDigest: "", settingsDigest: "", startedAtMilliseconds: 1)
        plan = try ledger.enrol(campaign, plan: description) { [manifest] enrolment in
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

    private func users(_ ranges: [Range<Int>]?, rows: ClosedRange<Int>? = nil) async throws -> [String] {
        var selection = RowSelection()
        selection.rows = rows
        var feed = RowFeed(
            manifest: manifest, ledger: ledger, grants: ranges.map { Ranges(ranges: $0) } ?? ledger, plan: plan,
            counts: try ledger.counts(plan), selection: selection)
        var found: [String] = []
        while case let rows = try await feed.next(3), !rows.isEmpty { found += rows.map(\.message.user) }
        return found
    }

    @Test("takes pending rows first, then those not sent, then those refused, and nothing that was sent")
    func passes() async throws {
        try await settle([2: .rejected, 5: .sent, 0: .notSent])
        let pending = [1, 3, 4, 6, 7, 8, 9].map { "user\($0)" }
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
}
