import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite(
    "One judge for all senders", .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
struct TogetherTests {
    private func refusals(_ key: String, _ count: Int, isAnew: Bool = false) -> FleetTelling.Refusals {
        var refusals = FleetTelling.Refusals()
        (refusals.key, refusals.message, refusals.count, refusals.isAnew) = (key, "no", count, isAnew)
        return refusals
    }

    @Test("While nothing was accepted one goes ahead, and a success lets all send")
    func lead() async throws {
        let fleet = try FleetBench(6, opens: false)
        let second = try fleet.join()
        #expect(try await second.look().phase == .lead(.free))
        let won = try await fleet.commit(fleet.first, claiming: [fleet.ids[0]]) { $0.wantsLead = true }
        #expect(won.claimed == [fleet.ids[0]] && won.news?.phase == .lead(.own))
        let held = try await fleet.commit(second, claiming: [fleet.ids[1]]) { $0.wantsLead = true }
        #expect(held.claimed.isEmpty && held.news?.phase == .lead(.others) && held.news?.untried == [fleet.ids[1]])
        try await fleet.commit(
            fleet.first, settling: [Settlement(entry: fleet.ids[0], state: .sent, AttemptTrace(attempts: 1))]
        ) { $0.opens = true }
        #expect(try await second.look().phase == .open)
        #expect(try await fleet.commit(second, claiming: [fleet.ids[1]]).claimed == [fleet.ids[1]])
    }

    @Test("Who goes ahead and is gone, or leaves, lets another one go ahead", arguments: [true, false])
    func leadPassesOn(isGone: Bool) async throws {
        let fleet = try FleetBench(6, opens: false)
        let second = try fleet.join()
        try await fleet.commit(second, claiming: [fleet.ids[0]]) { $0.wantsLead = true }
        if isGone { try fleet.lose(second, seenBy: fleet.first) } else { second.close() }
        #expect(try await fleet.first.look().phase == .lead(.free))
        let won = try await fleet.commit(fleet.first, claiming: [fleet.ids[1]]) { $0.wantsLead = true }
        #expect(won.claimed == [fleet.ids[1]])
    }

    @Test("A reason to stop is the first one's, is heard by all, and ends all claims")
    func stop() async throws {
        let fleet = try FleetBench(6)
        let second = try fleet.join()
        try await fleet.commit(fleet.first) { $0.stop = "one" }
        let committed = try await fleet.commit(second, claiming: [fleet.ids[0]]) { $0.stop = "two" }
        #expect(committed.claimed.isEmpty && committed.news?.stop == "one")
        #expect(try fleet.grants(second).isEmpty)
    }

    @Test("An error budget is spent together, to the row")
    func budget() async throws {
        let fleet = try FleetBench(6) { $0.mostFailed = 3 }
        let second = try fleet.join()
        #expect(try await fleet.commit(fleet.first) { $0.failed = 1 }.news?.stop == nil)
        #expect(try await fleet.commit(second) { $0.failed = 1 }.news?.stop == nil)
        let last = try await fleet.commit(second) { $0.failed = 1 }.news
        #expect(last?.stop == "budget" && last?.failed == 3)
        #expect(try await fleet.first.look().stop == "budget")
    }

    @Test("Identical refusals in a row are counted together; a success, or another refusal, begins anew")
    func refusals() async throws {
        let fleet = try FleetBench(6) { $0.refusalsInARow = 4 }
        let second = try fleet.join()
        try await fleet.commit(fleet.first) { $0.refusals = refusals("a", 2) }
        try await fleet.commit(second) { $0.refusals = FleetTelling.Refusals() }
        #expect(try await fleet.first.look().refusals.count == 0)
        try await fleet.commit(fleet.first) { $0.refusals = refusals("a", 2) }
        try await fleet.commit(second) { $0.refusals = refusals("b", 1) }
        try await fleet.commit(fleet.first) { $0.refusals = refusals("b", 2, isAnew: true) }
        #expect(try await second.look().refusals.count == 2)
        try await fleet.commit(second) { $0.refusals = refusals("b", 1) }
        #expect(try await second.look().stop == nil)
        let last = try await fleet.commit(fleet.first) { $0.refusals = refusals("b", 1) }.news
        #expect(last?.stop == "refusals" && last?.refusals.key == "b" && last?.refusals.count == 4)
    }

    @Test("Before anything was accepted fewer are enough, whoever goes ahead; where none are counted none are enough")
    func refusalsOfLead() async throws {
        let fleet = try FleetBench(6, opens: false) {
            ($0.refusalsBeforeSuccess, $0.refusalsInARow) = (2, nil)
        }
        let second = try fleet.join()
        try await fleet.commit(second) { $0.refusals = refusals("a", 1) }
        try fleet.lose(second, seenBy: fleet.first)
        #expect(try await fleet.commit(fleet.first) { $0.refusals = refusals("a", 1) }.news?.stop == "refusals")
        let other = try FleetBench(6) { $0.refusalsInARow = nil }
        #expect(try await other.commit(other.first) { $0.refusals = refusals("a", 500) }.news?.stop == nil)
    }
}
