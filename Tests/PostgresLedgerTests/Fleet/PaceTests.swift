import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite(
    "One pace for all senders", .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
struct PaceTests {
    @Test("Places in time are given one after the other, to whoever claims; those too far ahead are not tried yet")
    func slots() async throws {
        // An hour apart: however slow the machine, nothing of it passes within the test.
        let fleet = try FleetBench(10) {
            $0.spacing = .seconds(3_600)
            $0.horizon = .seconds(7_300)
        }
        let second = try fleet.join()
        let one = try await fleet.commit(fleet.first, claiming: Array(fleet.ids[0..<2]))
        let other = try await fleet.commit(second, claiming: Array(fleet.ids[2..<5]))
        #expect(one.claimed.count == 2 && one.news?.untried.isEmpty == true)
        #expect(other.claimed == [fleet.ids[2]] && other.news?.untried == Set(fleet.ids[3..<5]))
        let slots = (one.news?.slots ?? []) + (other.news?.slots ?? [])
        #expect(slots.count == 3)
        for (place, slot) in slots.enumerated() {
            let meant = Duration.seconds(3_600 * place)
            #expect((meant - .seconds(600)...meant).contains(slot), "\(slots)")
        }
        let left = try #require(other.news?.nextSlot)
        #expect((.seconds(3 * 3_600 - 600)...(.seconds(3 * 3_600))).contains(left))
    }

    @Test("A row that somebody else has done takes no other's place")
    func holes() async throws {
        let fleet = try FleetBench(4) {
            $0.spacing = .seconds(3_600)
            $0.horizon = .seconds(36_000)
        }
        let second = try fleet.join()
        try await fleet.commit(second, claiming: [fleet.ids[1]])
        let committed = try await fleet.commit(fleet.first, claiming: Array(fleet.ids[0..<3]))
        #expect(committed.claimed == [fleet.ids[0], fleet.ids[2]])
        let slots = try #require(committed.news?.slots)
        #expect(slots.count == 2 && slots[1] - slots[0] == .seconds(7_200))
    }

    @Test("Without a rate there are no places, and nothing is held back")
    func free() async throws {
        let fleet = try FleetBench(3)
        let committed = try await fleet.commit(fleet.first, claiming: fleet.ids)
        #expect(committed.claimed == fleet.ids && committed.news?.slots == [])
    }

    @Test(
        "A day's quota is counted with the claims of all; a day counts for the one before it, and the next begins anew")
    func quota() async throws {
        let fleet = try FleetBench(10) { $0.perDay = 3 }
        let second = try fleet.join()
        #expect(
            try await fleet.commit(fleet.first, claiming: Array(fleet.ids[0..<2])) { $0.day = 100 }.claimed.count == 2)
        let last = try await fleet.commit(second, claiming: Array(fleet.ids[2..<5])) { $0.day = 100 }
        #expect(last.claimed == [fleet.ids[2]] && last.news?.untried == Set(fleet.ids[3..<5]))
        #expect(last.news?.day == 100 && last.news?.startedOnDay == 3)
        #expect(try await fleet.commit(second, claiming: [fleet.ids[3]]) { $0.day = 99 }.claimed.isEmpty)
        let next = try await fleet.commit(second, claiming: [fleet.ids[3]]) { $0.day = 101 }
        #expect(next.claimed == [fleet.ids[3]] && next.news?.startedOnDay == 1)
        #expect(try second.pacing(site: FleetBench.identity.site)["started_on_day"] == "1")
    }

    @Test("A wait that the site asked one for holds all, also the next run, until a person ends it")
    func closed() async throws {
        let fleet = try FleetBench(4)
        let second = try fleet.join()
        try await fleet.commit(fleet.first) { $0.closedFor = .seconds(7_200) }
        try await fleet.commit(fleet.first) { $0.closedFor = .seconds(3_600) }
        let held = try await fleet.commit(second, claiming: [fleet.ids[0]])
        #expect(held.claimed.isEmpty && held.news?.untried == [fleet.ids[0]])
        #expect((.seconds(6_600)...(.seconds(7_200))).contains(try #require(held.news?.closedFor)))
        second.close()
        fleet.first.close()
        let next = try fleet.bench.openSending()
        #expect(try next.pacing(site: FleetBench.identity.site)["closed"] != nil)
        _ = try next.beginRun(fleet.plan, settingsJSON: "{}", terms: fleet.terms, reach: 4, reopens: true, at: 9)
        #expect(try next.pacing(site: FleetBench.identity.site)["closed"] == nil)
        #expect(
            try await fleet.commit(next, claiming: [fleet.ids[0]]) { $0.wantsLead = true }.claimed == [fleet.ids[0]])
    }

    @Test("A commit whose answer did not come is told without places, and nothing of it is lost")
    func ambiguous() async throws {
        let fleet = try FleetBench(4) { $0.spacing = .microseconds(1) }
        let ledger = fleet.first
        let session = ledger.session
        let before = try #require(ledger.member)
        try await fleet.commit(ledger, claiming: [fleet.ids[0]])
        let committed = try session.queue.sync { () -> Committed in
            #expect(try session.decide(before) == .isMade)
            return try session.made([], claiming: Array(fleet.ids[0..<2]), before: [])
        }
        #expect(committed.claimed == [fleet.ids[0]])
        #expect(committed.news?.slots == [] && committed.news?.untried == [fleet.ids[1]])
    }
}
