import BatchModel
import GrupoAPI
import Testing

@testable import BatchEngine

@Suite("The judge of a run")
struct RunJudgeTests {
    private let sent = AttemptResult(.sent, httpStatus: 200)
    private func refused(_ key: String) -> AttemptResult { AttemptResult(.rejected, errorKey: key, httpStatus: 200) }
    /// An answer that is no verdict.
    private func doubtful(_ key: String) -> AttemptResult { AttemptResult(.unknown, errorKey: key, httpStatus: 200) }
    private let unreachable = AttemptResult(.notSent, errorKey: "client.connect_failed", siteFault: .unreachable)
    private let forbidden = AttemptResult(
        .notSentSameAgain, errorKey: "client.http_status", siteFault: .refusedStatus(403))

    /// Feeds results and returns how many were taken until the judge stopped, with its reason.
    private func verdict(
        _ results: [AttemptResult], rules: RunJudge.Rules = .init(), successBefore: Bool = false
    ) -> (after: Int, reason: StopReason?) {
        var judge = RunJudge(rules: rules, successBefore: successBefore)
        for (index, result) in results.enumerated() {
            if let reason = judge.observe(result, isFinal: true) { return (index + 1, reason) }
        }
        return (results.count, nil)
    }

    @Test("opens the window after the first success, not before")
    func window() {
        var judge = RunJudge(rules: .init(), successBefore: false)
        #expect(!judge.windowIsOpen)
        _ = judge.observe(refused("user_not_found"), isFinal: true)
        #expect(!judge.windowIsOpen)
        _ = judge.observe(sent, isFinal: true)
        #expect(judge.windowIsOpen)
    }

    @Test("opens the window of a resumed batch after any well-formed reply")
    func resumedWindow() {
        var judge = RunJudge(rules: .init(), successBefore: true)
        #expect(!judge.windowIsOpen)
        _ = judge.observe(refused("user_not_found"), isFinal: true)
        #expect(judge.windowIsOpen)
    }

    @Test(
        "stops at the lead row on every fault of the site",
        arguments: [
            AttemptResult.SiteFault.redirect(to: "https://www.example.org/"), .refusedStatus(404),
            .notJSON(challenge: true),
            .notJSON(challenge: false), .tooLarge(limit: nil), .tooLarge(limit: 8_388_608),
        ])
    func leadFault(fault: AttemptResult.SiteFault) {
        let outcome = verdict([AttemptResult(.notSentSameAgain, siteFault: fault)])
        #expect(outcome.reason == .siteFault(fault, inARow: 1))
    }

    @Test("lets one firewall's 403 in mid-run cost that row only, and stops at three in a row")
    func midRunFaults() {
        #expect(verdict([sent, forbidden, sent, forbidden, forbidden, sent]).reason == nil)
        let outcome = verdict([sent, forbidden, forbidden, forbidden])
        #expect(outcome.after == 4)
        #expect(outcome.reason == .siteFault(.refusedStatus(403), inARow: 3))
    }

    @Test("stops at five identical refusals before any success")
    func wrongKey() {
        let outcome = verdict(Array(repeating: refused("invalid_api_key"), count: 9))
        #expect(outcome.after == 5)
        #expect(outcome.reason == .refusals(key: "invalid_api_key", message: nil, count: 5))
    }

    @Test("goes on with different refusals, and with any after a success")
    func ordinaryRefusals() {
        let mixed = (0..<12).map { refused($0 % 4 == 3 ? "blocked" : "user_not_found") }
        #expect(verdict(mixed).reason == nil)
        #expect(verdict([sent] + Array(repeating: refused("user_not_found"), count: 40)).reason == nil)
        #expect(verdict(Array(repeating: refused("user_not_found"), count: 40), successBefore: true).reason == nil)
    }

    @Test("heeds the keys the user names")
    func namedKeys() {
        var rules = RunJudge.Rules()
        rules.recipientErrorKeys = ["user_not_found"]
        rules.fatalErrorKeys = ["invalid_api_key"]
        #expect(verdict(Array(repeating: refused("user_not_found"), count: 40), rules: rules).reason == nil)
        rules.errorBudget = .rows(3)
        #expect(verdict(Array(repeating: refused("user_not_found"), count: 40), rules: rules).reason == nil)
        let outcome = verdict([sent, refused("invalid_api_key")], rules: rules)
        #expect(outcome.reason == .fatalErrorKey("invalid_api_key", message: nil))
    }

    @Test("counts a refusal that is tried again once, when it is final")
    func temporaryRefusals() {
        var judge = RunJudge(rules: .init(), successBefore: false)
        for _ in 0..<9 { #expect(judge.observe(refused("busy"), isFinal: false) == nil) }
        for _ in 0..<4 { #expect(judge.observe(refused("busy"), isFinal: true) == nil) }
        #expect(judge.observe(refused("busy"), isFinal: true) == .refusals(key: "busy", message: nil, count: 5))
    }

    @Test("stops at ten identical unknown rows in a row, and not at nine")
    func identicalUnknown() {
        #expect(verdict([sent] + Array(repeating: doubtful("client.not_json"), count: 9) + [sent]).reason == nil)
        let outcome = verdict([sent] + Array(repeating: doubtful("client.not_json"), count: 12))
        #expect(outcome.after == 11)
    }

    @Test("stops at twenty-five failures in a row whatever their kinds, and not at twenty-four")
    func mixedFailures() {
        let alternating = (0..<30).map { doubtful($0 % 2 == 0 ? "client.not_json" : "client.no_verdict") }
        let outcome = verdict([sent] + alternating)
        #expect(outcome.after == 26)
        #expect(outcome.reason == .failures(count: 25, last: "client.not_json"))
        #expect(verdict([sent] + alternating.prefix(24) + [sent] + alternating.prefix(24)).reason == nil)
    }

    @Test("calls a site unreachable only when nothing was ever sent and the retries are used up")
    func unreachableSite() {
        var judge = RunJudge(rules: .init(), successBefore: false)
        #expect(judge.observe(unreachable, isFinal: false) == nil)
        #expect(judge.observe(unreachable, isFinal: true) == .unreachable("no connection"))
        #expect(verdict([sent] + Array(repeating: unreachable, count: 40)).reason == nil)
    }
}

@Suite("The error budget")
struct ErrorBudgetTests {
    private func stopsAfter(_ text: String, _ failures: [Bool]) throws -> Int? {
        var meter = ErrorBudget.Meter(try #require(ErrorBudget(text)))
        for (index, failed) in failures.enumerated() where meter.observe(failed: failed) != nil { return index + 1 }
        return nil
    }

    @Test("counts rows")
    func rows() throws {
        #expect(try stopsAfter("3", [true, false, true, false, false, true, true]) == 6)
        #expect(try stopsAfter("3", [true, false, true, false]) == nil)
    }

    @Test("judges a share over the last hundred rows, from the twentieth on")
    func share() throws {
        #expect(try stopsAfter("50%", Array(repeating: true, count: 30)) == 20)
        #expect(try stopsAfter("5%", (0..<1_000).map { $0 % 20 == 19 }) == nil)
        let burst = Array(repeating: false, count: 500) + Array(repeating: true, count: 80)
        #expect(try stopsAfter("50%", burst) == 551)
    }

    @Test("is refused when it is nothing", arguments: ["", "0", "-1", "0%", "101%", "x", "5 %x"])
    func refuses(text: String) { #expect(ErrorBudget(text) == nil) }
}
