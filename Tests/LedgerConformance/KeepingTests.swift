import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("What a ledger keeps")
struct KeepingTests {
    static let cases: [(text: String, kept: String)] = [
        (String(repeating: "x", count: 2_048), String(repeating: "x", count: 2_048)),
        (String(repeating: "x", count: 2_049), String(repeating: "x", count: 2_048)),
        (String(repeating: "x", count: 2_046) + "€uro", String(repeating: "x", count: 2_046)),
        ("no\u{0}thing\u{0}", "no\u{FFFD}thing\u{FFFD}"),
        // What a site says that is no UTF-8.
        (String(decoding: [0x63, 0xE9, 0xFF], as: UTF8.self), "c\u{FFFD}\u{FFFD}"),
        ("caf\u{65}\u{301} \u{1F469}\u{200D}\u{1F680}", "caf\u{65}\u{301} \u{1F469}\u{200D}\u{1F680}"),
        ("' OR 1=1; --", "' OR 1=1; --"), ("", ""),
    ]

    @Test(
        "Texts come back byte for byte but for NUL, up to 2,048 bytes and no half character",
        arguments: LedgerUnderTest.all, cases)
    func texts(of kind: LedgerUnderTest, text: (text: String, kept: String)) async throws {
        let place = try kind.place()
        var ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<3)
        let trace = AttemptTrace(errorKey: text.text, errorMessage: text.text)
        let ids = try ledger.messages(try ledger.enrol(lines, in: campaign).plan).map(\.id)
        try await ledger.bring(Array(ids[..<2]), to: .claimed, in: campaign)
        try await ledger.carryOut(settling: [Settlement(entry: ids[0], state: .rejected, trace)], for: campaign)
        try await ledger.carryOut(settling: [Settlement(entry: ids[1], state: .unknown)], for: campaign)
        try ledger.resolve([Settlement(entry: ids[1], state: .notSent, trace)])
        _ = try ledger.importProven(campaign) { add in
            try add(ImportedRow(identity: lines.identity(Line("user2")), recipient: 1, state: .sent, trace))
        }
        ledger.close()
        ledger = try place.open()
        for entry in try ledger.entries(numbered: ids).values {
            #expect(entry.trace.errorKey.map { Array($0.utf8) } == Array(text.kept.utf8))
            #expect(entry.trace.errorMessage.map { Array($0.utf8) } == Array(text.kept.utf8))
        }
    }

    @Test("Names are told apart by their bytes, however alike they look", arguments: LedgerUnderTest.all)
    func names(of kind: LedgerUnderTest) throws {
        let place = try kind.place()
        let ledger = try place.open()
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        let campaigns = try [composed, decomposed, "CAF\u{C9}"].map { (name: String) in
            try ledger.campaign("/\(name)", batch: name)
        }
        #expect(Set(campaigns.map(\.id)).count == 3)
        #expect(try ledger.campaign("/\(decomposed)", batch: decomposed).id == campaigns[1].id)
        for (name, campaign) in zip([composed, decomposed], campaigns) {
            try ledger.storePacing(site: name, ["rate": name])
            try ledger.rememberReport(at: name, of: campaign, version: "v")
            _ = try ledger.beginRun(campaign, settingsJSON: "", at: 1)
        }
        #expect(try ledger.pacing(site: composed)["rate"].map { Array($0.utf8) } == Array(composed.utf8))
        #expect(try ledger.ownReport(at: decomposed)?.campaign == campaigns[1].id)
        #expect(try ledger.latestRun(manifest: "/\(composed)")?.campaign.id == campaigns[0].id)
        #expect(try ledger.runs(RunQuery(batch: .named(decomposed))).map(\.campaign.id) == [campaigns[1].id])
    }

    @Test("Forgetting erases texts and settings up to a moment, and nothing else", arguments: LedgerUnderTest.all)
    func forget(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.carryOut(claiming: ids, for: campaign)
        try await ledger.carryOut(
            settling: zip(ids, [100, 200, nil] as [Int64?]).map { id, end in
                Settlement(
                    entry: id, state: .rejected,
                    AttemptTrace(errorKey: "key", errorMessage: "text", finishedAtMilliseconds: end))
            }, for: campaign, at: 150)
        for start in [199, 200] as [Int64] { _ = try ledger.beginRun(campaign, settingsJSON: "{}", at: start) }
        let before = try ledger.messages(plan)
        let erased = try ledger.forget(before: 200)
        // The last one ended when it was claimed, as far as is known.
        #expect((erased.texts, erased.runs) == (2, 1))
        let after = try ledger.messages(plan)
        #expect(after.map(\.trace.errorMessage) == [nil, "text", nil])
        #expect(after.map(\.trace.errorKey) == before.map(\.trace.errorKey))
        #expect(after.map(\.state) == before.map(\.state))
        #expect(try ledger.runs(RunQuery()).map(\.settingsJSON) == ["{}", ""])
        #expect(try ledger.storedPlan(campaign)?.description.inputDigest == "input")
        _ = try ledger.forget(before: 1_001)
        let description = try #require(try ledger.storedPlan(campaign)?.description)
        #expect((description.inputDigest, description.settingsDigest) == ("", ""))
        #expect(description.planDigest == "plan")
        #expect(try ledger.enrol(Lines(users: 0..<3), in: campaign).summary.alreadyKnown == 3)
    }

    @Test("A yes is kept by campaign and question, and one for more people stays", arguments: LedgerUnderTest.all)
    func answers(of kind: LedgerUnderTest) throws {
        let place = try kind.place()
        let ledger = try place.open()
        let (one, other) = (try ledger.campaign("/one"), try ledger.campaign("/other"))
        for people in [3, 7, 5] { try ledger.remember("q", of: one, recipients: people) }
        #expect(try ledger.answered("q", of: one) == 7)
        #expect(try ledger.answered("r", of: one) == 0)
        #expect(try ledger.answered("q", of: other) == 0)
    }

    @Test("A report is known by its place, and the last one there counts", arguments: LedgerUnderTest.all)
    func reports(of kind: LedgerUnderTest) throws {
        let place = try kind.place()
        let ledger = try place.open()
        let (one, other) = (try ledger.campaign("/one"), try ledger.campaign("/other"))
        #expect(try ledger.ownReport(at: "/r.csv") == nil)
        try ledger.rememberReport(at: "/r.csv", of: one, version: "1")
        try ledger.rememberReport(at: "/r.csv", of: other, version: "2")
        #expect(try ledger.ownReport(at: "/r.csv") == OwnReport(campaign: other.id, version: "2"))
        #expect(try ledger.ownReport(at: "/s.csv") == nil)
    }

    @Test("A plan is said yes to as long as it is the current one", arguments: LedgerUnderTest.all)
    func approval(of kind: LedgerUnderTest) throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let old = try ledger.enrol(Lines(users: 0..<1).rows, in: campaign, as: .test(settings: "")).plan
        let new = try ledger.enrol(Lines(users: 0..<2).rows, in: campaign, as: .test(settings: "")).plan
        try ledger.approve(old, settingsDigest: "old")
        #expect(try ledger.storedPlan(campaign)?.description.settingsDigest == "")
        try ledger.approve(new, settingsDigest: "new")
        #expect(try ledger.storedPlan(campaign)?.description.settingsDigest == "new")
    }
}
