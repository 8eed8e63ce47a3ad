import BatchModel
import GrupoAPI
import LedgerStore
import Synchronization
import Testing
import Text

@testable import BatchEngine

@Suite("The pace of a delivery")
struct DeliveryPaceTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    /// 2027-01-15, a time of day in UTC.
    private static func wall(_ hour: Int64, _ minute: Int64 = 0, second: Int64 = 0) -> Int64 {
        1_799_971_200_000 + ((hour * 60 + minute) * 60 + second) * 1_000
    }

    @Test("starts no faster than the rate")
    func paced() async throws {
        let clock = ManualClock()
        let starts = Mutex<[Duration]>([])
        let site = ScriptedSite { _, _ in
            starts.withLock { $0.append(clock.elapsed) }
            return Self.sent
        }
        let rate = try #require(SendRate("200/s"))
        _ = await clock.run {
            await deliver(40, to: site, ledger: RecordingLedger(), clock: clock) {
                $0.concurrency = 16
                $0.rate = rate
            }
        }
        // The schedule itself is exact (PacerTests); here only that the loop keeps to it.
        #expect(starts.withLock { $0.max() ?? .zero } >= .milliseconds(5) * 39)
    }

    @Test("stops for a wait longer than the user allows, and keeps to a shorter one")
    func retryAfter() async {
        let long = ScriptedSite { _, before in
            before == 1
                ? AttemptResult(.notSent, errorKey: "client.http_status", httpStatus: 429, retryAfter: .seconds(86_400))
                : Self.sent
        }
        let end = await deliver(10, to: long, ledger: RecordingLedger()) { $0.concurrency = 1 }
        #expect(end.stop == .retryAfter(.seconds(86_400)))
        #expect(long.users.count == 2)

        let clock = ManualClock()
        let asked = Mutex<Duration?>(nil)
        let early = Mutex(0)
        let short = ScriptedSite { _, before in
            if before == 1 {
                asked.withLock { $0 = clock.elapsed }
                return AttemptResult(
                    .notSent, errorKey: "client.http_status", httpStatus: 429, retryAfter: .seconds(120))
            }
            if let asked = asked.withLock({ $0 }), clock.elapsed < asked + .seconds(120) {
                early.withLock { $0 += 1 }
            }
            return Self.sent
        }
        let ledger = RecordingLedger()
        _ = await clock.run {
            await deliver(10, to: short, ledger: ledger, clock: clock) { $0.concurrency = 1 }
        }
        #expect(early.withLock { $0 } == 0)
        #expect(ledger.count(.sent) == 10)
    }

    @Test("waits for the next day when the quota is used up, retries counted, and keeps the count in the ledger")
    func dailyQuota() async throws {
        let stop = StopSignal()
        let site = ScriptedSite { _, before in
            before == 2 ? AttemptResult(.notSent, errorKey: "client.connection_lost") : Self.sent
        }
        let ledger = RecordingLedger()
        let waits = Mutex<[String]>([])
        let zone = try #require(LocalClock(zone: "UTC"))
        let clock = ManualClock(wall: Self.wall(22))
        let end = await clock.run {
            await deliver(20, to: site, ledger: ledger, stop: stop, clock: clock) {
                $0.calendar.perDay = 5
                $0.calendar.clock = zone
            } observe: { event in
                guard case .waiting(.dailyQuota, _, let until) = event else { return }
                if waits.withLock({
                    $0.append(until); return $0.last != $0.first
                }) {
                    stop.raise(signal: 2)
                }
            }
        }
        #expect(end.stop == .interrupted(signal: 2))
        #expect(site.users.count == 10)
        #expect(ledger.pacing.last?.startedOnDay == 5)
        #expect(waits.withLock { Set($0) } == ["Sat 00:00", "Sun 00:00"])
    }

    @Test("claims nothing outside the window, shows until when it waits, and goes on when it opens")
    func closedWindow() async throws {
        let zone = try #require(LocalClock(zone: "UTC"))
        let window = try #require(SendingWindow("09:00-17:00"))
        let clock = ManualClock(wall: Self.wall(17))
        let sentAt = Mutex<Set<Int64>>([])
        let site = ScriptedSite { _, _ in
            _ = sentAt.withLock { $0.insert(clock.wall) }
            return Self.sent
        }
        let ledger = RecordingLedger()
        let waits = Mutex<Set<String>>([])
        _ = await clock.run {
            await deliver(20, to: site, ledger: ledger, clock: clock) {
                $0.calendar.window = window
                $0.calendar.clock = zone
            } observe: { event in
                guard case .waiting(.window, _, let until) = event else { return }
                _ = waits.withLock { $0.insert(until) }
            }
        }
        #expect(ledger.count(.sent) == 20)
        #expect(sentAt.withLock { $0.min() ?? 0 } >= Self.wall(24 + 9))
        #expect(waits.withLock { $0 }.allSatisfy { $0.hasSuffix("09:00") })
    }

    @Test("goes on at the pace of an earlier run instead of beginning with a burst")
    func resumedPace() async throws {
        let ledger = RecordingLedger()
        let site = ScriptedSite { _, _ in Self.sent }
        let rate = try #require(SendRate("10/s"))
        _ = await deliver(2, to: site, ledger: ledger) { $0.rate = rate }
        let kept = try #require(ledger.pacing.last)
        let lastStart = try #require(kept.lastStart)
        let clock = ManualClock()
        _ = await clock.run {
            await deliver(1, to: site, ledger: RecordingLedger(), clock: clock) {
                $0.rate = rate
                $0.resume(kept, at: lastStart)
            }
        }
        #expect(clock.elapsed >= .milliseconds(99))
    }
}
