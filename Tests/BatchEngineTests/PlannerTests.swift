import BatchModel
import GrupoAPI
import Testing

@testable import BatchEngine

@Suite("The planner of a delivery")
struct PlannerTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    private static let unreachable = AttemptResult(.notSent, errorKey: "client.connect_failed", siteFault: .unreachable)

    private func asked(_ wait: Duration?, status: Int = 429) -> AttemptResult {
        AttemptResult(.notSent, errorKey: "client.http_status", httpStatus: status, retryAfter: wait)
    }

    private func action(_ planner: inout DeliveryPlanner, at now: Duration, inFlight: Int = 0) -> DeliveryPlanner.Action
    {
        planner.action(at: now, wall: 0, inFlight: inFlight, lookahead: .zero)
    }

    private func finish(_ planner: inout DeliveryPlanner, _ result: AttemptResult, attempt: Int = 1, at now: Duration)
        -> DeliveryPlanner.Verdict
    {
        planner.finished(result, attempt: attempt, at: now, jitter: { 1 })
    }

    /// A planner that has seen one success at the beginning.
    private func planner(_ configure: (inout DeliverySettings) -> Void = { _ in }) -> DeliveryPlanner {
        var settings = DeliverySettings()
        configure(&settings)
        var planner = DeliveryPlanner(settings)
        _ = finish(&planner, Self.sent, at: .zero)
        return planner
    }

    @Test("closes the whole run for as long as a site asks, and the longest wait counts")
    func retryAfterGate() {
        var planner = planner()
        _ = finish(&planner, asked(.seconds(60)), at: .seconds(1))
        _ = finish(&planner, asked(.seconds(5), status: 503), at: .seconds(2))
        #expect(action(&planner, at: .seconds(10)) == .wait(until: .seconds(61), .retryAfter))
        #expect(action(&planner, at: .milliseconds(60_999)) == .wait(until: .seconds(61), .retryAfter))
        #expect(action(&planner, at: .seconds(61)) == .claim(total: 4))
    }

    @Test("takes a wait of nothing as the site's leave to go on, and one without a time as a reason to back off")
    func retryAfterNothing() {
        var planner = planner()
        _ = finish(&planner, asked(.zero), at: .seconds(1))
        #expect(action(&planner, at: .seconds(1)) == .claim(total: 4))
        _ = finish(&planner, asked(nil), at: .seconds(2))
        #expect(action(&planner, at: .seconds(2)) == .wait(until: .milliseconds(2_500), .backoff))
    }

    @Test("tries a row again only when its answer cannot be doubted any more: after twice the longest answer, or 10 s")
    func retryAfterDoubt() {
        var planner = planner { $0.retry.base = .milliseconds(1) }
        func retryAt(_ duration: Duration) -> Duration? {
            var busy = asked(nil)
            busy.duration = duration
            return finish(&planner, busy, at: .zero).retryAt
        }
        #expect(retryAt(.milliseconds(20)) == .milliseconds(140))
        #expect(retryAt(.seconds(2)) == .milliseconds(4_100))
        #expect(retryAt(.milliseconds(20)) == .milliseconds(4_100))
        #expect(retryAt(.seconds(20)) == .milliseconds(10_100))
        #expect(finish(&planner, AttemptResult(.notSent), at: .zero).retryAt == .milliseconds(1))
    }

    @Test("stops at a wait longer than the user allows, and not at the longest one allowed")
    func retryAfterCap() {
        var planner = planner { $0.giveUpAfter = .seconds(600) }
        #expect(finish(&planner, asked(.seconds(600)), at: .seconds(1)).stop == nil)
        #expect(finish(&planner, asked(.seconds(601)), at: .seconds(1)).stop == .retryAfter(.seconds(601)))
    }

    @Test("keeps everybody waiting although the row that met the wait is out of retries")
    func gateWithoutRetries() {
        var planner = planner { $0.retry.retries = 0 }
        #expect(finish(&planner, asked(.seconds(30)), at: .zero).retryAt == nil)
        #expect(action(&planner, at: .seconds(29)) == .wait(until: .seconds(30), .retryAfter))
    }

    @Test("probes a site that went away, tries one row when it is back, and opens the window when that arrives")
    func breaker() {
        var planner = planner()
        for _ in 0..<4 { _ = finish(&planner, Self.unreachable, at: .seconds(10)) }
        #expect(action(&planner, at: .seconds(10)) == .wait(until: .seconds(11), .siteDown))
        #expect(action(&planner, at: .seconds(11)) == .probe)
        planner.probed(reachable: false, at: .seconds(11))
        #expect(action(&planner, at: .seconds(12)) == .probe)
        planner.probed(reachable: true, at: .seconds(12))
        #expect(action(&planner, at: .seconds(12)) == .claim(total: 1))
        #expect(action(&planner, at: .seconds(12), inFlight: 1) == .wait(until: nil, nil))
        let dropped = AttemptResult(.unknown, errorKey: "client.connection_lost")
        _ = finish(&planner, dropped, at: .seconds(12))
        #expect(action(&planner, at: .seconds(12)) == .claim(total: 1))
        _ = finish(&planner, Self.sent, at: .seconds(12))
        #expect(action(&planner, at: .seconds(12)) == .claim(total: 4))
    }

    @Test("keeps a minute of absence cheap: the attempts it costs are the ones in flight and one for each good probe")
    func amplification() {
        var planner = planner { $0.concurrency = 64 }
        var attempts = 64
        for _ in 0..<64 { _ = finish(&planner, Self.unreachable, at: .seconds(1)) }
        for tick in 10..<610 {
            switch action(&planner, at: .milliseconds(100 * tick)) {
            case .probe: planner.probed(reachable: false, at: .milliseconds(100 * tick))
            case .claim(let total): attempts += total
            case .wait, .stop: break
            }
        }
        #expect(attempts == 64)
    }

    @Test("waits by the calendar before it claims anything, and claims no more than the day allows")
    func calendar() throws {
        var planner = planner {
            $0.concurrency = 8
            $0.calendar.perDay = 3
            $0.calendar.clock = LocalClock(zone: "UTC") ?? LocalClock()
        }
        let evening: Int64 = 20 * 3_600_000
        #expect(planner.action(at: .zero, wall: evening, inFlight: 0, lookahead: .zero) == .claim(total: 3))
        for _ in 0..<3 { _ = planner.start(at: .zero, wall: evening, isRetry: false, inFlight: 1) }
        #expect(
            planner.action(at: .seconds(5), wall: evening + 5_000, inFlight: 0, lookahead: .zero)
                == .wait(until: .seconds(4 * 3_600), .dailyQuota))
        #expect(
            planner.action(at: .seconds(14_400), wall: 86_400_000, inFlight: 0, lookahead: .zero) == .claim(total: 3))
    }

    @Test("remembers when the last attempt leaves, ahead of its time or not, and nothing without a pace")
    func pacing() throws {
        var planner = planner { $0.rate = SendRate("1/m") }
        #expect(planner.pacing(at: .zero, wall: 0) == nil)
        _ = planner.start(at: .zero, wall: 1_000_000, isRetry: false, inFlight: 1)
        _ = planner.start(at: .zero, wall: 1_000_000, isRetry: false, inFlight: 2)
        #expect(planner.pacing(at: .zero, wall: 1_000_000)?.lastStart == 1_060_300)
        #expect(planner.pacing(at: .seconds(90), wall: 1_090_000)?.lastStart == 1_060_300)
        var unpaced = self.planner()
        _ = unpaced.start(at: .zero, wall: 1_000_000, isRetry: false, inFlight: 1)
        #expect(unpaced.pacing(at: .zero, wall: 1_000_000) == nil)
    }

    @Test("holds an adaptive window at one until the lead row arrives, then lets it grow")
    func adaptive() {
        var settings = DeliverySettings()
        settings.concurrency = 64
        settings.adaptsConcurrency = true
        var planner = DeliveryPlanner(settings)
        #expect(planner.windowSize == 1)
        for index in 0..<8 {
            _ = planner.start(at: .seconds(index), wall: 0, isRetry: false, inFlight: 1)
            _ = finish(&planner, Self.sent, at: .seconds(index))
        }
        #expect(planner.windowSize == 2)
    }
}
