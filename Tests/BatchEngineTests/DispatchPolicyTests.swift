import BatchModel
import GrupoAPI
import Testing

@testable import BatchEngine

@Suite("The dispatch policy")
struct DispatchPolicyTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    private static let unreachable = AttemptResult(.notSent, errorKey: "client.connect_failed", siteFault: .unreachable)

    private func asked(_ wait: Duration?, status: Int = 429) -> AttemptResult {
        AttemptResult(.notSent, errorKey: "client.http_status", httpStatus: status, retryAfter: wait)
    }

    private func action(_ policy: inout DispatchPolicy, at now: Duration, inFlight: Int = 0) -> DispatchPolicy.Action {
        policy.action(at: now, wall: 0, inFlight: inFlight, lookahead: .zero)
    }

    private func finish(_ policy: inout DispatchPolicy, _ result: AttemptResult, attempt: Int = 1, at now: Duration)
        -> DispatchPolicy.Verdict
    {
        policy.finished(result, attempt: attempt, at: now, jitter: { 1 })
    }

    /// A policy that has seen one success at the beginning.
    private func policy(_ configure: (inout DeliverySettings) -> Void = { _ in }) -> DispatchPolicy {
        var settings = DeliverySettings()
        configure(&settings)
        var policy = DispatchPolicy(settings)
        _ = finish(&policy, Self.sent, at: .zero)
        return policy
    }

    @Test("closes the whole run for as long as a site asks, and the longest wait counts")
    func retryAfterGate() {
        var policy = policy()
        _ = finish(&policy, asked(.seconds(60)), at: .seconds(1))
        _ = finish(&policy, asked(.seconds(5), status: 503), at: .seconds(2))
        #expect(action(&policy, at: .seconds(10)) == .wait(until: .seconds(61), .retryAfter))
        #expect(action(&policy, at: .milliseconds(60_999)) == .wait(until: .seconds(61), .retryAfter))
        #expect(action(&policy, at: .seconds(61)) == .claim(total: 4))
    }

    @Test("takes a wait of nothing as the site's leave to go on, and one without a time as a reason to back off")
    func retryAfterNothing() {
        var policy = policy()
        _ = finish(&policy, asked(.zero), at: .seconds(1))
        #expect(action(&policy, at: .seconds(1)) == .claim(total: 4))
        _ = finish(&policy, asked(nil), at: .seconds(2))
        #expect(action(&policy, at: .seconds(2)) == .wait(until: .milliseconds(2_500), .backoff))
    }

    @Test("tries a row again only when its answer cannot be doubted any more: after twice the longest answer, or 10 s")
    func retryAfterDoubt() {
        var policy = policy { $0.retry.base = .milliseconds(1) }
        func retryAt(_ duration: Duration) -> Duration? {
            var busy = asked(nil)
            busy.duration = duration
            return finish(&policy, busy, at: .zero).retryAt
        }
        #expect(retryAt(.milliseconds(20)) == .milliseconds(140))
        #expect(retryAt(.seconds(2)) == .milliseconds(4_100))
        #expect(retryAt(.milliseconds(20)) == .milliseconds(4_100))
        #expect(retryAt(.seconds(20)) == .milliseconds(10_100))
        #expect(finish(&policy, AttemptResult(.notSent), at: .zero).retryAt == .milliseconds(1))
    }

    @Test("stops at a wait longer than the user allows, and not at the longest one allowed")
    func retryAfterCap() {
        var policy = policy { $0.giveUpAfter = .seconds(600) }
        #expect(finish(&policy, asked(.seconds(600)), at: .seconds(1)).stop == nil)
        #expect(finish(&policy, asked(.seconds(601)), at: .seconds(1)).stop == .retryAfter(.seconds(601)))
    }

    @Test("keeps everybody waiting although the row that met the wait is out of retries")
    func gateWithoutRetries() {
        var policy = policy { $0.retry.retries = 0 }
        #expect(finish(&policy, asked(.seconds(30)), at: .zero).retryAt == nil)
        #expect(action(&policy, at: .seconds(29)) == .wait(until: .seconds(30), .retryAfter))
    }

    @Test("probes a site that went away, tries one row when it is back, and opens the window when that arrives")
    func breaker() {
        var policy = policy()
        for _ in 0..<4 { _ = finish(&policy, Self.unreachable, at: .seconds(10)) }
        #expect(action(&policy, at: .seconds(10)) == .wait(until: .seconds(11), .siteDown))
        #expect(action(&policy, at: .seconds(11)) == .probe)
        policy.probed(reachable: false, at: .seconds(11))
        #expect(action(&policy, at: .seconds(12)) == .probe)
        policy.probed(reachable: true, at: .seconds(12))
        #expect(action(&policy, at: .seconds(12)) == .claim(total: 1))
        #expect(action(&policy, at: .seconds(12), inFlight: 1) == .wait(until: nil, nil))
        let dropped = AttemptResult(.unknown, errorKey: "client.connection_lost")
        _ = finish(&policy, dropped, at: .seconds(12))
        #expect(action(&policy, at: .seconds(12)) == .claim(total: 1))
        _ = finish(&policy, Self.sent, at: .seconds(12))
        #expect(action(&policy, at: .seconds(12)) == .claim(total: 4))
    }

    @Test("keeps a minute of absence cheap: the attempts it costs are the ones in flight and one for each good probe")
    func amplification() {
        var policy = policy { $0.concurrency = 64 }
        var attempts = 64
        for _ in 0..<64 { _ = finish(&policy, Self.unreachable, at: .seconds(1)) }
        for tick in 10..<610 {
            switch action(&policy, at: .milliseconds(100 * tick)) {
            case .probe: policy.probed(reachable: false, at: .milliseconds(100 * tick))
            case .claim(let total): attempts += total
            case .wait, .stop: break
            }
        }
        #expect(attempts == 64)
    }

    @Test("waits by the calendar before it claims anything, and claims no more than the day allows")
    func calendar() throws {
        var policy = policy {
            $0.concurrency = 8
            $0.calendar.perDay = 3
            $0.calendar.clock = LocalClock(zone: "UTC") ?? LocalClock()
        }
        let evening: Int64 = 20 * 3_600_000
        #expect(policy.action(at: .zero, wall: evening, inFlight: 0, lookahead: .zero) == .claim(total: 3))
        for _ in 0..<3 { _ = policy.start(at: .zero, wall: evening, isRetry: false, inFlight: 1) }
        #expect(
            policy.action(at: .seconds(5), wall: evening + 5_000, inFlight: 0, lookahead: .zero)
                == .wait(until: .seconds(4 * 3_600), .dailyQuota))
        #expect(
            policy.action(at: .seconds(14_400), wall: 86_400_000, inFlight: 0, lookahead: .zero) == .claim(total: 3))
    }

    @Test("remembers when the last attempt leaves, ahead of its time or not, and nothing without a pace")
    func pacing() throws {
        var policy = policy { $0.rate = SendRate("1/m") }
        #expect(policy.pacing(at: .zero, wall: 0) == nil)
        _ = policy.start(at: .zero, wall: 1_000_000, isRetry: false, inFlight: 1)
        _ = policy.start(at: .zero, wall: 1_000_000, isRetry: false, inFlight: 2)
        #expect(policy.pacing(at: .zero, wall: 1_000_000)?.lastStart == 1_060_300)
        #expect(policy.pacing(at: .seconds(90), wall: 1_090_000)?.lastStart == 1_060_300)
        var unpaced = self.policy()
        _ = unpaced.start(at: .zero, wall: 1_000_000, isRetry: false, inFlight: 1)
        #expect(unpaced.pacing(at: .zero, wall: 1_000_000) == nil)
    }

    @Test("holds an adaptive window at one until the lead row arrives, then lets it grow")
    func adaptive() {
        var settings = DeliverySettings()
        settings.concurrency = 64
        settings.adaptsConcurrency = true
        var policy = DispatchPolicy(settings)
        #expect(policy.windowSize == 1)
        for index in 0..<8 {
            _ = policy.start(at: .seconds(index), wall: 0, isRetry: false, inFlight: 1)
            _ = finish(&policy, Self.sent, at: .seconds(index))
        }
        #expect(policy.windowSize == 2)
    }
}
