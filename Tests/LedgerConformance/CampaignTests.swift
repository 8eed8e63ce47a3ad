import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Campaigns, runs and what is kept")
struct CampaignTests {
    @Test("A campaign is the same site, batch and file; anything else is another one", arguments: LedgerUnderTest.all)
    func campaigns(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
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

    @Test(
        "The last run of a file is found, narrowed by site and batch, and says how it ended",
        arguments: LedgerUnderTest.all)
    func latestRun(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
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

    @Test(
        "The last run of every campaign is listed, the latest first, narrowed by batch and number",
        arguments: LedgerUnderTest.all)
    func latestRuns(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
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

    @Test("Only the last run of a ledger can be at work, and only before its end", arguments: LedgerUnderTest.all)
    func holder(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let dead = try ledger.beginRun(try ledger.campaign("/m"), settingsJSON: "", at: 10)
        let run = try ledger.beginRun(try ledger.campaign("/n"), settingsJSON: "", at: 20)
        #expect(try ledger.holder(of: dead) == nil)
        #expect(try ledger.holder(of: run) != nil)
        try ledger.endRun(run, at: 30, exitCode: 0, tally: BatchTally())
        let ended = try #require(try ledger.latestRun(manifest: "/n"))
        #expect(try ledger.holder(of: ended) == nil)
    }

    @Test("Pacing values are kept by site and name, and the last one stays", arguments: LedgerUnderTest.all)
    func pacing(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        var ledger = try place.open()
        try ledger.storePacing(site: "a", ["rate": "1", "until": "x"])
        try ledger.storePacing(site: "a", ["rate": "2"])
        try ledger.storePacing(site: "b", ["rate": "9"])
        ledger.close()
        ledger = try place.open()
        #expect(try ledger.pacing(site: "a") == ["rate": "2", "until": "x"])
        #expect(try ledger.pacing(site: "c").isEmpty)
    }
}
