import BatchModel
import Foundation
import LedgerStore
import Testing

@testable import SQLiteLedger

@Suite("Campaigns, runs and upkeep")
struct UpkeepTests {
    @Test("A campaign is the same site, batch and file; anything else is another one")
    func campaigns() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let identity = CampaignIdentity(site: "https://a", batch: nil, manifestPath: "/m")
        #expect(try ledger.campaign(identity, create: false) == nil)
        let campaign = try #require(try ledger.campaign(identity, create: true))
        #expect(try ledger.campaign(identity, create: true) == campaign)
        #expect(try ledger.campaign(identity, create: false) == campaign)
        #expect(CampaignIdentity(site: "https://a", batch: "", manifestPath: "/m") == identity)
        for other in [
            CampaignIdentity(site: "https://b", batch: nil, manifestPath: "/m"),
            CampaignIdentity(site: "https://a", batch: "may", manifestPath: "/m"),
            CampaignIdentity(site: "https://a", batch: nil, manifestPath: "/n"),
        ] {
            #expect(try ledger.campaign(other, create: false) == nil)
            #expect(try ledger.campaign(other, create: true)?.id != campaign.id)
        }
    }

    @Test("The last run of a file is found, narrowed by site and batch, and says how it ended")
    func latestRun() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let plain = try ledger.campaign("/m")
        let may = try ledger.campaign("/m", batch: "may")
        #expect(try ledger.latestRun(manifest: "/m") == nil)
        let first = try ledger.beginRun(plain, settingsJSON: "{\"a\":1}", at: 10)
        let second = try ledger.beginRun(may, settingsJSON: "{\"a\":2}", at: 20)
        #expect(try ledger.latestRun(manifest: "/m") == second)
        #expect(try ledger.latestRun(manifest: "/m", batch: .named(nil)) == first)
        #expect(try ledger.latestRun(manifest: "/m", batch: .named("june")) == nil)
        #expect(try ledger.latestRun(manifest: "/m", site: "https://elsewhere") == nil)
        #expect(try ledger.latestRun(manifest: "/n") == nil)

        var tally = BatchTally()
        for (count, outcome) in Outcome.allCases.enumerated() { tally[outcome] = count }
        try ledger.endRun(first, at: 30, exitCode: 3, tally: tally)
        let ended = try #require(try ledger.latestRun(manifest: "/m", batch: .named(nil)))
        #expect(ended.exitCode == 3)
        #expect(ended.endedAtMilliseconds == 30)
        #expect(ended.tally == tally)
        #expect(try ledger.latestRun(manifest: "/m")?.tally == nil)
    }

    @Test("The last run of every campaign is listed, the latest first, narrowed by batch and number")
    func latestRuns() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let plain = try ledger.campaign("/m")
        let may = try ledger.campaign("/n", batch: "may")
        _ = try ledger.campaign("/never")
        #expect(try ledger.latestRuns().isEmpty)
        let first = try ledger.beginRun(plain, settingsJSON: "", at: 10)
        let second = try ledger.beginRun(may, settingsJSON: "", at: 20)
        #expect(try ledger.latestRuns() == [second, first])
        let third = try ledger.beginRun(plain, settingsJSON: "", at: 30)
        #expect(try ledger.latestRuns() == [third, second])
        #expect(try ledger.latestRuns(limit: 1) == [third])
        #expect(try ledger.latestRuns(batch: .named("may")) == [second])
        #expect(try ledger.latestRuns(batch: .named(nil)) == [third])
    }

    @Test("Only the last run of a ledger can be at work, and only before its end")
    func holder() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let dead = try ledger.beginRun(try ledger.campaign("/m"), settingsJSON: "", at: 10)
        let run = try ledger.beginRun(try ledger.campaign("/n"), settingsJSON: "", at: 20)
        #expect(try ledger.holder(of: dead) == nil)
        #expect(try ledger.holder(of: run) != nil)
        try ledger.endRun(run, at: 30, exitCode: 0, tally: BatchTally())
        let ended = try #require(try ledger.latestRun(manifest: "/n"))
        #expect(try ledger.holder(of: ended) == nil)
    }

    @Test("Pacing values are kept by site and name, and the last one stays")
    func pacing() throws {
        let scratch = try Scratch()
        var ledger = try scratch.open()
        try ledger.storePacing(site: "a", ["rate": "1", "until": "x"])
        try ledger.storePacing(site: "a", ["rate": "2"])
        try ledger.storePacing(site: "b", ["rate": "9"])
        ledger.close()
        ledger = try scratch.open()
        #expect(try ledger.pacing(site: "a") == ["rate": "2", "until": "x"])
        #expect(try ledger.pacing(site: "c").isEmpty)
    }

    @Test("Forgetting erases error texts and settings up to a moment, from the file as well, and nothing else")
    func forget() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try ledger.commit(settling: [], claiming: ids, for: campaign, at: 1)
        try ledger.commit(
            settling: zip(ids, [100, 200, 300] as [Int64]).map { id, end in
                Settlement(
                    entry: id, state: .rejected,
                    AttemptTrace(
                        httpStatus: 200, errorKey: "key", errorMessage: "marker-\(end)-text",
                        finishedAtMilliseconds: end))
            }, claiming: [], for: campaign, at: 2)
        _ = try ledger.beginRun(campaign, settingsJSON: "marker-old-settings", at: 100)
        let before = try ledger.messages(plan)

        #expect(try ledger.forget(before: 200).texts == 1)
        let after = try ledger.messages(plan)
        #expect(after.map(\.trace.errorMessage) == [nil, "marker-200-text", "marker-300-text"])
        #expect(after.map(\.state) == before.map(\.state))
        #expect(after.map(\.identity) == before.map(\.identity))
        #expect(after.map(\.trace.errorKey) == ["key", "key", "key"])
        #expect(try ledger.latestRun(manifest: "/data/list.csv")?.settingsJSON == "")
        ledger.close()
        let file = Data(try scratch.directory.read("ledger.sqlite"))
        #expect(file.range(of: Data("marker-100-text".utf8)) == nil)
        #expect(file.range(of: Data("marker-old-settings".utf8)) == nil)
        #expect(file.range(of: Data("marker-200-text".utf8)) != nil)
        #expect(try scratch.open().enrol(Lines(users: 0..<3), in: campaign).summary.alreadyKnown == 3)
    }

    @Test("A check finds a message that cannot be found by content, and a plan with a hole")
    func check() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        try ledger.enrol(Lines(users: 0..<3), in: campaign)
        let health = try ledger.check()
        #expect(health.faults.isEmpty)
        #expect(health.states == [.pending: 3])
        #expect(health.campaigns == 1)
        #expect(health.byteCount > 0)
        try ledger.tamper("DELETE FROM identity WHERE message = 2")
        #expect(try ledger.check().faults.count == 1)
        try ledger.tamper("UPDATE plan_run SET length = length - 1")
        #expect(try ledger.check().faults.count == 2)
    }

    @Test("A plan whose message is missing is called damaged when it is read")
    func hole() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: try ledger.campaign()).plan
        try ledger.tamper("DELETE FROM message WHERE id = 2")
        let fault = LedgerFault.damaged(ledger: scratch.path, reason: "message 2 is missing (SQLite 11)")
        #expect(throws: fault) { try ledger.entries(plan, from: 0, limit: 3) }
        #expect(throws: LedgerFault.self) { try ledger.counts(plan) }
        #expect(try ledger.entries(plan, from: 2, limit: 1).count == 1)
    }

    @Test("A plan with a hole is called damaged when the hole is read")
    func holeInPlan() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let rows = Lines(users: 0..<3).rows + [.excluded] + Lines(users: 3..<5).rows
        let plan = try ledger.enrol(rows, in: try ledger.campaign()).plan
        try ledger.tamper("UPDATE plan_run SET length = length - 1 WHERE position = 0")
        let fault = LedgerFault.damaged(ledger: scratch.path, reason: "row 2 of a plan is missing (SQLite 11)")
        for start in 0..<3 {
            #expect(throws: fault) { try ledger.entries(plan, from: start, limit: 9) }
        }
        #expect(try ledger.entries(plan, from: 0, limit: 2).count == 2)
        #expect(try ledger.entries(plan, from: 3, limit: 9).count == 3)
        #expect(throws: fault) { try ledger.counts(plan) }
    }
}
