import BatchModel
import GrupoAPI
import Testing

@testable import BatchEngine

@Suite("A site that answers nobody")
struct SilenceWatchTests {
    private let sent = AttemptResult(.sent, httpStatus: 200)
    private let refused = AttemptResult(.rejected, errorKey: "no", httpStatus: 200)
    private let silent = AttemptResult(.unknown, errorKey: "client.timeout", errorMessage: "No answer in time.")

    /// After how many results the run stopped for silence; nil when it did not. Each began when all before it were known.
    private func stop(_ results: [AttemptResult], successBefore: Bool = false, rules: RunJudge.Rules = .init()) -> Int?
    {
        var judge = RunJudge(rules: rules, successBefore: successBefore)
        for (index, result) in results.enumerated() {
            if case .silence? = judge.observe(result, isFinal: true) { return index + 1 }
        }
        return nil
    }

    private func times(_ result: AttemptResult, _ count: Int) -> [AttemptResult] {
        Array(repeating: result, count: count)
    }

    @Test("costs three rows while it has accepted nothing")
    func beforeSuccess() {
        #expect(stop(times(silent, 9)) == 3)
        #expect(stop([refused] + times(silent, 9)) == 4)
        #expect(stop(times(silent, 2) + [refused] + times(silent, 2)) == nil)
        #expect(stop(times(silent, 9), successBefore: true) == 3)
    }

    @Test("costs three rows more than were under way after it has accepted something")
    func afterSuccess() {
        #expect(stop([sent] + times(silent, 9)) == 5)
        #expect(stop([sent] + times(silent, 3) + [refused] + times(silent, 3) + [sent]) == nil)
    }

    @Test(
        "does not count what says something else",
        arguments: [
            AttemptResult(.unknown, errorKey: "client.cancelled"),
            AttemptResult(.unknown, errorKey: "client.shut_down"),
            AttemptResult(.unknown, errorKey: "client.not_json", httpStatus: 200),
            AttemptResult(.notSent, errorKey: "client.connect_timeout", siteFault: .unreachable),
        ])
    func others(result: AttemptResult) { #expect(stop([sent] + times(result, 9)) == nil) }

    @Test("counts connections that end without an answer too, and heeds that a refused connection is none")
    func lost() {
        let lost = AttemptResult(.unknown, errorKey: "client.connection_lost")
        let away = AttemptResult(.notSent, errorKey: "client.connect_failed", siteFault: .unreachable)
        #expect(stop([sent, silent, lost, lost, silent]) == 5)
        #expect(stop([sent, silent, lost, away, lost, away, silent]) == 7)
    }

    @Test("is asked with one row after the other, once those under way are done with", arguments: [1, 4, 9, 64])
    func window(size: Int) {
        var settings = DeliverySettings()
        settings.concurrency = size
        settings.rules.identicalFailures = 1_000
        settings.rules.failuresInARow = 1_000
        var policy = DispatchPolicy(settings)
        func claim(inFlight: Int) -> Int {
            let action = policy.action(at: .zero, wall: 0, inFlight: inFlight, lookahead: .zero)
            if case .claim(let total) = action { return total } else { return 0 }
        }
        var flying: [AttemptPlace] = []
        var unknown = 0
        func fill() {
            for _ in 0..<claim(inFlight: flying.count) {
                flying.append(policy.start(at: .zero, wall: 0, isRetry: false, inFlight: flying.count + 1).place)
            }
        }
        func finish(_ result: AttemptResult) -> StopReason? {
            policy.finished(result, attempt: 1, place: flying.removeFirst(), at: .zero, jitter: { 1 }).stop
        }
        fill()
        #expect(finish(sent) == nil)
        fill()
        #expect(flying.count == size)
        while !flying.isEmpty {
            unknown += 1
            if finish(silent) != nil { break }
            fill()
        }
        #expect(flying.isEmpty)
        #expect(unknown == size + 3)
    }

    @Test("is forgotten with the first answer, and the window opens again")
    func answer() {
        var judge = RunJudge(rules: .init(), successBefore: false)
        _ = judge.observe(sent, isFinal: true)
        _ = judge.observe(silent, isFinal: true)
        #expect(!judge.windowIsOpen)
        _ = judge.observe(refused, isFinal: true)
        #expect(judge.windowIsOpen)
    }

    @Test("is told with what to do about it")
    func words() {
        let reason = StopReason.silence(count: 3)
        #expect(reason.explanation == "The site did not answer 3 messages in a row.")
        #expect(reason.remedy.contains("--timeout"))
    }
}
