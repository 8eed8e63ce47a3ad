import BatchModel
import GrupoAPI
import LedgerStore
import Synchronization
import Testing
import Text

@testable import BatchEngine

@Suite("A delivery")
struct DeliveryTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    private static let refused = AttemptResult(.rejected, errorKey: "user_not_found", httpStatus: 200)
    private static let unreachable = AttemptResult(
        .notSent, errorKey: "client.connect_failed", errorMessage: "refused", siteFault: .unreachable)

    /// Runs rows against a script and returns how it ended.
    private func deliver(
        _ rows: Int, to site: ScriptedSite, ledger: RecordingLedger, stop: StopSignal = StopSignal(),
        clock: any RunClock = SystemRunClock(),
        _ configure: (inout DeliverySettings) -> Void = { _ in },
        observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) async -> Delivery.End {
        var settings = DeliverySettings()
        settings.retry.base = .milliseconds(1)
        configure(&settings)
        var delivery = Delivery(
            settings, source: ListedRows(rows), ledger: ledger, sender: site, stopSignal: stop, clock: clock,
            observe: observe)
        return await delivery.run()
    }

    @Test("sends every row once and settles it", arguments: [1, 2, 7, 64])
    func sendsAll(concurrency: Int) async {
        let site = ScriptedSite { _, _ in Self.sent }
        let ledger = RecordingLedger()
        let end = await deliver(500, to: site, ledger: ledger) { $0.concurrency = concurrency }
        #expect(end.stop == nil)
        #expect(Set(site.users).count == 500)
        #expect(site.users.count == 500)
        #expect(ledger.count(.sent) == 500)
        #expect(ledger.illegalMoves == [])
    }

    @Test("never has more in flight, nor more claimed, than the window allows, and fills it")
    func window() async {
        let site = ScriptedSite { _, _ in
            try? await Task.sleep(for: .milliseconds(3))
            return Self.sent
        }
        let ledger = RecordingLedger()
        _ = await deliver(200, to: site, ledger: ledger) { $0.concurrency = 8 }
        #expect(site.peak == 8)
        #expect(ledger.mostClaimed <= 8)
    }

    @Test("sends the lead row alone and keeps to one row until something succeeds")
    func leadRow() async {
        let site = ScriptedSite { message, before in
            if before < 4 { return before % 2 == 0 ? Self.refused : AttemptResult(.rejected, errorKey: "blocked") }
            try? await Task.sleep(for: .milliseconds(2))
            return Self.sent
        }
        let peaks = Mutex<[Int]>([])
        let ledger = RecordingLedger()
        _ = await deliver(50, to: site, ledger: ledger) {
            $0.concurrency = 16
        } observe: { event in
            if case .inFlight(_, let limit) = event { peaks.withLock { $0.append(limit) } }
        }
        let limits = peaks.withLock { $0 }
        #expect(limits.prefix(5) == [1, 1, 1, 1, 1])
        #expect(limits.contains(16))
        #expect(ledger.count(.sent) == 46)
    }

    @Test("costs five requests when the key is wrong")
    func wrongKey() async {
        let site = ScriptedSite { _, _ in AttemptResult(.rejected, errorKey: "invalid_api_key", httpStatus: 200) }
        let ledger = RecordingLedger()
        let end = await deliver(1_000, to: site, ledger: ledger) { $0.concurrency = 64 }
        #expect(site.users.count == 5)
        #expect(end.stop == .refusals(key: "invalid_api_key", message: nil, count: 5))
        #expect(ledger.count(.rejected) == 5)
    }

    @Test("tries a row that is proved not sent again, and settles each attempt")
    func retries() async {
        let site = ScriptedSite { message, before in
            before == 3 || before == 5 ? AttemptResult(.notSent, errorKey: "client.connection_lost") : Self.sent
        }
        let ledger = RecordingLedger()
        let end = await deliver(20, to: site, ledger: ledger)
        #expect(end.stop == nil)
        #expect(site.users.count == 22)
        #expect(ledger.count(.sent) == 20)
        #expect(ledger.illegalMoves == [])
    }

    @Test(
        "never tries unknown and rejected rows again",
        arguments: [
            AttemptResult(.unknown, errorKey: "client.timeout"), AttemptResult(.rejected, errorKey: "blocked"),
            AttemptResult(.notSentSameAgain, errorKey: "client.body_too_large"),
        ])
    func finalResults(result: AttemptResult) async {
        let site = ScriptedSite { message, _ in message.user == "user4" ? result : Self.sent }
        let ledger = RecordingLedger()
        _ = await deliver(20, to: site, ledger: ledger)
        #expect(site.users.count == 20)
    }

    @Test("retries a refusal only when its key is named temporary")
    func temporaryRefusal() async {
        let attempts = Mutex(0)
        let site = ScriptedSite { message, _ in
            guard message.user == "user4" else { return Self.sent }
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            return attempt == 1 ? AttemptResult(.rejected, errorKey: "busy") : Self.sent
        }
        let ledger = RecordingLedger()
        _ = await deliver(20, to: site, ledger: ledger) { $0.temporaryErrorKeys = ["busy"] }
        #expect(site.users.count == 21)
        #expect(ledger.count(.sent) == 20)
    }

    @Test("ends as unreachable after its retries when nothing was ever sent")
    func unreachableSite() async {
        let site = ScriptedSite { _, _ in Self.unreachable }
        let ledger = RecordingLedger()
        let end = await deliver(100, to: site, ledger: ledger) { $0.retry.retries = 2 }
        #expect(end.stop == .unreachable("refused"))
        #expect(site.users == ["user1", "user1", "user1"])
        #expect(ledger.count(.notSent) == 1)
    }

    @Test("waits, probing, for a site that goes away after a success, and loses nothing")
    func siteGoesAway() async {
        let failures = Mutex(0)
        let site = ScriptedSite { message, before in
            guard before == 10 else { return Self.sent }
            failures.withLock { $0 += 1 }
            return Self.unreachable
        }
        let ledger = RecordingLedger()
        let end = await deliver(30, to: site, ledger: ledger)
        #expect(end.stop == nil)
        #expect(site.probes >= 1)
        #expect(ledger.count(.sent) == 30)
        #expect(site.users.count == 31)
    }

    @Test("gives up on a site that stays away")
    func siteStaysAway() async {
        let site = ScriptedSite { _, before in before < 10 ? Self.sent : Self.unreachable }
        site.setUp(false)
        let ledger = RecordingLedger()
        let end = await deliver(30, to: site, ledger: ledger) { $0.giveUpAfter = .milliseconds(50) }
        guard case .siteDown = end.stop else {
            Issue.record("ended with \(String(describing: end.stop))")
            return
        }
        #expect(ledger.count(.claimed) == 0)
    }

    @Test("drains on the first signal: nothing new is claimed and everything in flight is settled")
    func drains() async {
        let stop = StopSignal()
        let site = ScriptedSite { _, before in
            if before == 40 { stop.raise(signal: 2) }
            try? await Task.sleep(for: .milliseconds(5))
            return Self.sent
        }
        let ledger = RecordingLedger()
        let end = await deliver(500, to: site, ledger: ledger, stop: stop) { $0.concurrency = 8 }
        #expect(end.stop == .interrupted(signal: 2))
        #expect(site.users.count <= 41 + 16)
        #expect(ledger.count(.claimed) == 0)
        #expect(ledger.count(.sent) == site.users.count)
    }

    @Test("lets no row leave whose claim was being committed when the signal came, and counts no attempt for it")
    func withholds() async {
        let stop = StopSignal()
        let site = ScriptedSite { _, _ in Self.sent }
        let ledger = RecordingLedger(duringCommit: { if $0 == 6 { stop.raise(signal: 2) } })
        let end = await deliver(500, to: site, ledger: ledger, stop: stop) { $0.concurrency = 8 }
        #expect(end.stop == .interrupted(signal: 2))
        #expect(ledger.count(.sent) == site.users.count)
        #expect(ledger.count(.notSent) > 0)
        #expect(ledger.count(.claimed) == 0)
        #expect(ledger.attempts == site.users.count)
    }

    @Test("leaves at once on the second signal and records what was in flight as unknown")
    func aborts() async {
        let stop = StopSignal()
        let site = ScriptedSite { _, before in
            if before == 0 { return Self.sent }
            if before == 4 {
                stop.raise(signal: 15)
                stop.raise(signal: 15)
            }
            // Only cancellation ends this.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
            return AttemptResult(.unknown, errorKey: "client.cancelled")
        }
        let ledger = RecordingLedger()
        let end = await deliver(500, to: site, ledger: ledger, stop: stop) { $0.concurrency = 4 }
        #expect(end.stop == .interrupted(signal: 15))
        #expect(ledger.count(.unknown) == 4)
        #expect(ledger.count(.claimed) == 0)
    }

    @Test("claims nothing after the ledger failed, and hands every result it could not record to the caller")
    func ledgerFails() async {
        let site = ScriptedSite { _, _ in
            try? await Task.sleep(for: .milliseconds(2))
            return Self.sent
        }
        let ledger = RecordingLedger(failsFrom: 6)
        let end = await deliver(500, to: site, ledger: ledger) { $0.concurrency = 8 }
        guard case .ledgerFailed = end.stop else {
            Issue.record("ended with \(String(describing: end.stop))")
            return
        }
        let claimed = Set(ledger.states.filter { $0.value == .claimed }.keys)
        #expect(Set(end.rescued.map(\.entry)) == claimed)
        #expect(site.users.count == ledger.count(.sent) + end.rescued.count)
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

    /// 2027-01-15, a time of day in UTC.
    private static func wall(_ hour: Int64, _ minute: Int64 = 0, second: Int64 = 0) -> Int64 {
        1_799_971_200_000 + ((hour * 60 + minute) * 60 + second) * 1_000
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
