import BatchModel
import GrupoAPI
import Synchronization
import Testing

@testable import BatchEngine

@Suite("A run that stood still")
struct PauseTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    /// 2027-01-15, ten seconds before 17:00 UTC.
    private static let evening: Int64 = 1_799_971_200_000 + (17 * 3_600 - 10) * 1_000

    private func delivery(
        of rows: Int, to site: ScriptedSite, _ ledger: RecordingLedger, _ clock: ManualClock, rate: String? = nil,
        observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) throws -> Delivery {
        var settings = DeliverySettings()
        settings.rate = rate.flatMap(SendRate.init)
        settings.calendar.window = SendingWindow("09:00-17:00")
        settings.calendar.clock = try #require(LocalClock(zone: "UTC"))
        return Delivery(
            settings, source: ListedRows(rows), ledger: ledger, sender: site, stopSignal: StopSignal(), clock: clock,
            observe: observe)
    }

    @Test("lets no row leave whose slot passed meanwhile and whose window has closed, and sends it once when it opens")
    func missedSlot() async throws {
        let clock = ManualClock(wall: Self.evening)
        let sentAt = Mutex<[String: [Int64]]>([:])
        let site = ScriptedSite { message, _ in
            sentAt.withLock { $0[message.user, default: []].append(clock.wall) }
            return Self.sent
        }
        let ledger = RecordingLedger()
        let waits = EventMailbox<Void>(clock)
        var delivery = try delivery(of: 3, to: site, ledger, clock, rate: "1/s") { event in
            if case .waiting(.window, _, _) = event { waits.post(()) }
        }
        let run = Task { await delivery.run() }
        clock.advance(to: await clock.sleeper { $0 > .milliseconds(940) && $0 < .milliseconds(990) })
        // The slot of the second row, which is claimed by now.
        await clock.sleeper { $0 > .milliseconds(1_000) && $0 < .milliseconds(1_010) }
        clock.advance(to: .seconds(3 * 3_600))
        _ = await waits.take(enough: 1, linger: .zero, until: nil)
        #expect(site.users == ["user1"])
        #expect(ledger.count(.notSent) == 1)
        #expect(ledger.attempts == 1)

        let end = await clock.run { await run.value }
        #expect(end.stop == nil)
        #expect(site.users.sorted() == ["user1", "user2", "user3"])
        let opens = Self.evening + (16 * 3_600 + 10) * 1_000
        #expect(sentAt.withLock { $0.filter { $0.key != "user1" }.values.joined() }.allSatisfy { $0 >= opens })
        #expect(ledger.illegalMoves == [])
    }

    @Test("asks the window again after a commit that took as long as a night, and not after a slow one within it")
    func slowCommit() async throws {
        for (pause, leaves) in [(Duration.seconds(3_600), false), (.seconds(5), true)] {
            let clock = ManualClock(wall: Self.evening)
            let site = ScriptedSite { _, _ in Self.sent }
            let ledger = RecordingLedger(duringCommit: { if $0 == 1 { clock.advance(to: pause) } })
            let first = Mutex<Int64?>(nil)
            var delivery = try delivery(of: 1, to: site, ledger, clock) { event in
                if case .settled(_, let attempt, _, _, _) = event, attempt > 0 {
                    first.withLock { $0 = $0 ?? clock.wall }
                }
            }
            let end = await clock.run { await delivery.run() }
            #expect(end.stop == nil)
            #expect(site.users == ["user1"])
            #expect(ledger.attempts == 1)
            #expect((try #require(first.withLock { $0 }) < Self.evening + 60_000) == leaves)
        }
    }

    @Test("does not take the time for patience with a site that is away")
    func patience() async throws {
        let clock = ManualClock(wall: Self.evening - 6 * 3_600_000)
        let site = ScriptedSite { _, before in
            before == 1
                ? AttemptResult(.notSent, errorKey: "client.connect_failed", siteFault: .unreachable) : Self.sent
        }
        site.setUp(false)
        let ledger = RecordingLedger()
        let probes = EventMailbox<Void>(clock)
        var delivery = try delivery(of: 5, to: site, ledger, clock) { event in
            if case .probed(reachable: false) = event { probes.post(()) }
        }
        let run = Task { await delivery.run() }
        _ = await clock.run { await probes.take(enough: 1, linger: .zero, until: nil) }
        site.setUp(true)
        clock.advance(to: clock.elapsed + .seconds(2 * 3_600))
        let end = await clock.run { await run.value }
        #expect(end.stop == nil)
        #expect(ledger.count(.sent) == 5)
        #expect(site.users.count == 6)
    }
}

@Suite("A pause")
struct PauseWatchTests {
    @Test("is a gap between two looks that a busy machine does not make")
    func finds() {
        var watch = PauseWatch(at: .seconds(1))
        #expect(watch.look(at: .seconds(2)) == nil)
        #expect(watch.look(at: .seconds(5)) == nil)
        #expect(watch.look(at: .seconds(65)) == .seconds(59))
        #expect(watch.look(at: .seconds(66)) == nil)
    }
}
