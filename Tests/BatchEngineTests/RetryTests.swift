import Testing

@testable import BatchEngine

@Suite("The retry policy")
struct RetryPolicyTests {
    @Test("waits between half a step and the whole, doubling up to the ceiling")
    func steps() {
        let policy = RetryPolicy(retries: 12)
        #expect(policy.wait(beforeRetry: 1, jitter: 0) == .milliseconds(250))
        #expect(policy.wait(beforeRetry: 1, jitter: 1) == .milliseconds(500))
        #expect(policy.wait(beforeRetry: 3, jitter: 0.5) == .milliseconds(1_500))
        #expect(policy.wait(beforeRetry: 12, jitter: 1) == .seconds(60))
    }

    @Test("ends after the retries allowed")
    func ends() {
        #expect(RetryPolicy(retries: 3).wait(beforeRetry: 3, jitter: 0) != nil)
        #expect(RetryPolicy(retries: 3).wait(beforeRetry: 4, jitter: 0) == nil)
        #expect(RetryPolicy(retries: 0).wait(beforeRetry: 1, jitter: 0) == nil)
    }
}

@Suite("The retry budget")
struct RetryBudgetTests {
    @Test("begins with ten and grows with a fifth of the traffic")
    func grows() {
        var budget = RetryBudget()
        #expect(budget.available(at: .zero) == 10)
        for _ in 0..<100 { budget.recordStart(at: .seconds(1), isRetry: false) }
        #expect(budget.available(at: .seconds(1)) == 30)
    }

    @Test("is spent by retries and comes back after ten seconds")
    func comesBack() {
        var budget = RetryBudget()
        for _ in 0..<12 { budget.recordStart(at: .seconds(1), isRetry: true) }
        #expect(budget.available(at: .seconds(1)) == 0)
        #expect(budget.available(at: .seconds(9)) == 0)
        #expect(budget.available(at: .seconds(13)) == 10)
    }

    @Test("keeps retries below a fifth of the traffic and ten, over any ten seconds, under endless failure")
    func holds() {
        var budget = RetryBudget()
        var retries: [Int] = []
        for tick in 0..<600 {
            let now = Duration.milliseconds(tick * 100)
            for _ in 0..<10 { budget.recordStart(at: now, isRetry: false) }
            let allowed = budget.available(at: now)
            for _ in 0..<allowed { budget.recordStart(at: now, isRetry: true) }
            retries.append(allowed)
        }
        for start in 0..<500 {
            let window = retries[start..<start + 100].reduce(0, +)
            // 1,000 fresh attempts and the retries themselves are the traffic.
            #expect(Double(window) <= 0.2 * Double(1_000 + window) + 10 + 0.2 * 1_300 / 10)
        }
    }
}

@Suite("The circuit breaker")
struct CircuitBreakerTests {
    @Test("does nothing while the site is there")
    func closed() {
        var breaker = CircuitBreaker(giveUpAfter: .seconds(600))
        #expect(breaker.action(at: .seconds(5)) == .none)
    }

    @Test("probes at most once a second, one probe at a time, and closes when the site is back")
    func probes() {
        var breaker = CircuitBreaker(giveUpAfter: .seconds(600))
        breaker.connectionFailed(at: .seconds(5))
        #expect(breaker.action(at: .seconds(5)) == .wait(until: .seconds(6)))
        #expect(breaker.action(at: .seconds(6)) == .probe)
        #expect(breaker.action(at: .seconds(7)) == .wait(until: .seconds(605)))
        breaker.probed(reachable: false, at: .seconds(7))
        #expect(breaker.action(at: .milliseconds(7_500)) == .wait(until: .seconds(8)))
        #expect(breaker.action(at: .seconds(8)) == .probe)
        breaker.probed(reachable: true, at: .seconds(8))
        #expect(breaker.action(at: .seconds(8)) == .none)
    }

    @Test("lets one attempt try after a good probe, and closes only when it gets through")
    func trial() {
        var breaker = CircuitBreaker(giveUpAfter: .seconds(10))
        breaker.connectionFailed(at: .seconds(5))
        #expect(breaker.action(at: .seconds(6)) == .probe)
        breaker.probed(reachable: true, at: .seconds(6))
        #expect(breaker.isOnTrial)
        breaker.connectionFailed(at: .seconds(7))
        #expect(breaker.action(at: .milliseconds(7_500)) == .wait(until: .seconds(8)))
        #expect(breaker.action(at: .seconds(8)) == .probe)
        breaker.probed(reachable: true, at: .seconds(8))
        breaker.gotThrough()
        #expect(!breaker.isOnTrial)
        #expect(breaker.action(at: .seconds(100)) == .none)
    }

    @Test("gives up on a site that accepts connections and lets nothing through")
    func givesUpOnTrial() {
        var breaker = CircuitBreaker(giveUpAfter: .seconds(10))
        breaker.connectionFailed(at: .zero)
        for second in 1..<10 {
            #expect(breaker.action(at: .seconds(second)) == .probe)
            breaker.probed(reachable: true, at: .seconds(second))
            breaker.connectionFailed(at: .seconds(second))
        }
        #expect(breaker.action(at: .seconds(10)) == .giveUp(after: .seconds(10)))
    }

    @Test("gives up after the time allowed, however many connections fail meanwhile")
    func givesUp() {
        var breaker = CircuitBreaker(giveUpAfter: .seconds(10))
        breaker.connectionFailed(at: .seconds(5))
        breaker.connectionFailed(at: .seconds(12))
        #expect(breaker.action(at: .seconds(15)) == .giveUp(after: .seconds(10)))
    }
}
