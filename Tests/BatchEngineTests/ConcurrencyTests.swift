import BatchModel
import GrupoAPI
import Testing
import Text

@testable import BatchEngine

/// A site with so many workers of 50 ms and a queue, on a clock of its own; what finds no place in the queue gets a 503.
private struct SimulatedSite {
    struct Second {
        var answered = 0
        var refused = 0
        var latencies: [Double] = []
    }

    private static let service: Duration = .milliseconds(50)

    let queueLength: Int
    var controller = ConcurrencyController(cap: 64)
    var limits: Set<Int> = []
    private var now: Duration = .zero
    private var busy: [(ends: Duration, began: Duration)] = []
    private var queue: [Duration] = []
    private var random = SeededGenerator(seed: 0x9E37_79B9_7F4A_7C15)

    init(queueLength: Int) { self.queueLength = queueLength }

    /// Lets so many seconds pass with so many workers, and tells what each second brought.
    mutating func run(_ seconds: Int, workers: Int) -> [Second] {
        (0..<seconds).map { _ in
            var second = Second()
            for _ in 0..<1_000 {
                now += .milliseconds(1)
                step(workers, &second)
            }
            limits.insert(controller.limit)
            return second
        }
    }

    private mutating func step(_ workers: Int, _ second: inout Second) {
        for done in busy where done.ends <= now {
            let duration = now - done.began
            second.answered += 1
            second.latencies.append(duration.secondsValue)
            _ = controller.finished(AttemptResult(.sent, httpStatus: 200, duration: duration), at: now)
        }
        busy.removeAll { $0.ends <= now }
        while busy.count < workers, !queue.isEmpty { serve(queue.removeFirst()) }
        var refusedNow = false
        while !refusedNow, busy.count + queue.count < controller.limit {
            controller.started(inFlight: busy.count + queue.count + 1)
            if busy.count < workers {
                serve(now)
            } else if queue.count < queueLength {
                queue.append(now)
            } else {
                second.refused += 1
                refusedNow = true
                _ = controller.finished(AttemptResult(.unknown, httpStatus: 503, duration: .zero), at: now)
            }
        }
    }

    private mutating func serve(_ began: Duration) {
        let share = 0.8 + 0.4 * Double(random.next() % 1_000) / 1_000
        busy.append((now + Self.service * share, began))
    }
}

@Suite("Automatic concurrency")
struct ConcurrencyTests {
    private func share(_ seconds: some Collection<SimulatedSite.Second>, ofCapacity workers: Int) -> Double {
        Double(seconds.reduce(0) { $0 + $1.answered }) / Double(seconds.count) / (Double(workers) / 0.05)
    }

    private func errors(_ seconds: some Collection<SimulatedSite.Second>) -> Double {
        let refused = seconds.reduce(0) { $0 + $1.refused }
        return Double(refused) / Double(seconds.reduce(refused) { $0 + $1.answered })
    }

    @Test(
        "settles within thirty seconds at 85 to 100 % of a site's capacity, with under 1 % errors, and follows it",
        arguments: [0, 1, 4, 8, 1_000])
    func settles(queueLength: Int) {
        var site = SimulatedSite(queueLength: queueLength)
        for workers in [4, 1, 8] {
            let settled = site.run(90, workers: workers).dropFirst(30)
            #expect((0.85...1.001).contains(share(settled, ofCapacity: workers)), "\(workers) workers")
            #expect(errors(settled) < 0.01, "\(workers) workers")
            let latencies = settled.flatMap(\.latencies).sorted()
            #expect(latencies[latencies.count * 95 / 100] <= 3 * 0.05, "\(workers) workers")
        }
        #expect(site.limits.min() ?? 0 >= 1)
    }

    private func answer(_ milliseconds: Int) -> AttemptResult {
        AttemptResult(.sent, httpStatus: 200, duration: .milliseconds(milliseconds))
    }

    /// Feeds windows of answers that keep every place busy.
    private func grow(_ controller: inout ConcurrencyController, answers: Int, milliseconds: Int, from start: Duration)
    {
        for index in 0..<answers {
            controller.started(inFlight: controller.limit)
            _ = controller.finished(answer(milliseconds), at: start + .milliseconds(100 * (index + 1)))
        }
    }

    @Test("begins at one, grows by one a window, and stops at the cap")
    func grows() {
        var controller = ConcurrencyController(cap: 3)
        #expect(controller.limit == 1)
        grow(&controller, answers: 7, milliseconds: 50, from: .zero)
        #expect(controller.limit == 1)
        grow(&controller, answers: 1, milliseconds: 50, from: .seconds(1))
        #expect(controller.limit == 2)
        grow(&controller, answers: 100, milliseconds: 50, from: .seconds(2))
        #expect(controller.limit == 3)
    }

    @Test("does not grow while places stay empty")
    func idle() {
        var controller = ConcurrencyController(cap: 64)
        grow(&controller, answers: 8, milliseconds: 50, from: .zero)
        for index in 0..<100 {
            controller.started(inFlight: 1)
            _ = controller.finished(answer(50), at: .seconds(2 + index))
        }
        #expect(controller.limit == 2)
    }

    @Test(
        "falls on every sign of overload and says which",
        arguments: [
            (AttemptResult(.notSent, httpStatus: 429), ConcurrencyController.Cause.status(429)),
            (AttemptResult(.unknown, httpStatus: 503), .status(503)),
            (AttemptResult(.unknown, httpStatus: 504), .status(504)),
            (AttemptResult(.unknown, errorKey: "client.timeout"), .timeout),
        ])
    func falls(result: AttemptResult, cause: ConcurrencyController.Cause) {
        var controller = ConcurrencyController(cap: 10)
        grow(&controller, answers: 100, milliseconds: 50, from: .zero)
        #expect(controller.limit == 10)
        #expect(controller.finished(result, at: .seconds(60)) == .init(from: 10, to: 7, cause: cause))
        #expect(controller.finished(result, at: .seconds(61)) == .init(from: 7, to: 4, cause: cause))
    }

    @Test("does not fall on what concerns one row", arguments: [AttemptResult.Verdict.rejected, .notSentSameAgain])
    func stays(verdict: AttemptResult.Verdict) {
        var controller = ConcurrencyController(cap: 10)
        grow(&controller, answers: 100, milliseconds: 50, from: .zero)
        #expect(controller.finished(AttemptResult(verdict, httpStatus: 403), at: .seconds(60)) == nil)
        #expect(controller.limit == 10)
    }

    @Test("falls once for all sends that left before it fell")
    func fallsOnce() {
        var controller = ConcurrencyController(cap: 10)
        grow(&controller, answers: 100, milliseconds: 50, from: .zero)
        let late = AttemptResult(.unknown, errorKey: "client.timeout", duration: .seconds(30))
        for place in 0..<10 { _ = controller.finished(late, at: .seconds(60) + .milliseconds(place)) }
        #expect(controller.limit == 7)
    }

    @Test("falls when answers take more than twice as long as the best, and not at less")
    func slow() {
        var controller = ConcurrencyController(cap: 10)
        grow(&controller, answers: 100, milliseconds: 50, from: .zero)
        grow(&controller, answers: 20, milliseconds: 95, from: .seconds(60))
        #expect(controller.limit == 10)
        grow(&controller, answers: 20, milliseconds: 150, from: .seconds(70))
        #expect(controller.limit == 7)
    }

    @Test("learns a site's new speed at one in flight instead of staying there")
    func relearns() {
        var controller = ConcurrencyController(cap: 10)
        grow(&controller, answers: 100, milliseconds: 50, from: .zero)
        for round in 0..<40 { grow(&controller, answers: 60, milliseconds: 400, from: .seconds(100 + 10 * round)) }
        #expect(controller.limit == 10)
    }
}
