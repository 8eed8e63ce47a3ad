import BatchModel
import GrupoAPI
import Testing

@testable import BatchEngine

@Suite("Refusals that meet everybody after successes")
struct RefusalWatchTests {
    /// A step of a run: `+` a success, any other letter a refusal with that key.
    private func results(_ script: String) -> [AttemptResult] {
        script.map { letter in
            letter == "+"
                ? AttemptResult(.sent, httpStatus: 200)
                : AttemptResult(.rejected, errorKey: String(letter), httpStatus: 200)
        }
    }

    private func times(_ letter: String, _ count: Int) -> String { String(repeating: letter, count: count) }

    private func history(stoppedBy key: String? = nil, proved: [String] = []) -> RefusalHistory {
        var history = RefusalHistory()
        for key in proved { history.prove(key, isCertain: true) }
        if let key { history.stop(by: key) }
        return history
    }

    /// After how many results, each known before the next attempt began, the run stopped; nil when it did not.
    private func stop(
        _ script: String, limit: Int? = 50, recipient: Set<String> = [], history: RefusalHistory = .init(),
        earlier: EarlierRefusals = .init(), successBefore: Bool = false
    ) -> (after: Int, count: Int)? {
        var rules = RunJudge.Rules()
        rules.refusalsInARow = limit
        rules.recipientErrorKeys = recipient
        var judge = RunJudge(rules: rules, successBefore: successBefore, history: history, earlier: earlier)
        for (index, result) in results(script).enumerated() {
            if case .refusalsSinceSuccess(_, _, let count)? = judge.observe(result, isFinal: true) {
                return (index + 1, count)
            }
        }
        return nil
    }

    @Test("stop at fifty, and not at forty-nine or at different ones")
    func fifty() throws {
        let found = try #require(stop("++" + times("k", 60)))
        #expect(found == (52, 50))
        #expect(stop("++" + times("k", 49) + "+" + times("q", 49)) == nil)
        #expect(stop("+" + (0..<40).map { _ in "kq" }.joined()) == nil)
        #expect(stop(times("k", 60), successBefore: true)?.count == 50)
    }

    @Test("are not counted with a key that was followed by a success, and do not hide another one behind it")
    func followed() {
        #expect(stop("+u+" + times("u", 200)) == nil)
        #expect(stop("+u+" + (0..<50).map { _ in "ku" }.joined())?.after == 3 + 99)
        #expect(stop("+uk+" + times("z", 50))?.count == 50)
    }

    @Test("are counted up to the number the user gives, or never")
    func limits() {
        #expect(stop("+kk", limit: 2)?.after == 3)
        #expect(stop("+" + times("k", 1_000), limit: nil) == nil)
        #expect(stop(times("k", 40), limit: nil, history: history(stoppedBy: "k"), successBefore: true) == nil)
    }

    @Test("are not counted with a key that the user names")
    func named() {
        #expect(stop("+" + times("u", 200), recipient: ["u"]) == nil)
        #expect(stop("+" + (0..<50).map { _ in "ku" }.joined(), recipient: ["u"])?.count == 50)
    }

    @Test("are not counted with a key that earlier runs proved, unless it stopped one")
    func earlierRuns() {
        var earlier = EarlierRefusals()
        earlier.add("u", wasFollowed: true)
        #expect(stop(times("u", 90), earlier: earlier, successBefore: true) == nil)
        #expect(stop(times("u", 90), history: history(proved: ["u"]), successBefore: true) == nil)
        let suspected = history(stoppedBy: "u")
        #expect(stop("+" + times("u", 90), history: suspected, earlier: earlier, successBefore: true)?.count == 50)
        #expect(stop("+u+" + times("u", 90), history: suspected, earlier: earlier, successBefore: true) == nil)
    }

    @Test("of an earlier run are followed by the first success of this one")
    func unfollowed() {
        var earlier = EarlierRefusals()
        earlier.add("u", wasFollowed: false)
        #expect(stop(times("u", 90), earlier: earlier, successBefore: true)?.count == 50)
        #expect(stop("+" + times("u", 90), earlier: earlier, successBefore: true) == nil)
    }

    @Test("stop the next run after five, and after a success at fifty again")
    func nextRun() {
        let stopped = history(stoppedBy: "k")
        #expect(stop(times("k", 9), history: stopped, successBefore: true)?.after == 5)
        #expect(stop("kkkk+" + times("z", 60), history: stopped, successBefore: true)?.count == 50)
        #expect(stop("kkkkq" + times("k", 4), history: stopped, successBefore: true) == nil)
    }

    @Test("let the next run begin with one row, until one is accepted")
    func leadRow() {
        var judge = RunJudge(rules: .init(), successBefore: true, history: history(stoppedBy: "k"))
        _ = judge.observe(results("q")[0], isFinal: true)
        #expect(!judge.windowIsOpen)
        _ = judge.observe(results("+")[0], isFinal: true)
        #expect(judge.windowIsOpen)
        #expect(judge.history.stoppedBy == nil)
        #expect(judge.history.suspected == ["k"])
    }

    @Test("let the next run go on as usual when the user says that their key concerns single recipients")
    func namedAfterTheStop() {
        for (key, isOpen) in [("k", true), ("other", false)] {
            var rules = RunJudge.Rules()
            rules.recipientErrorKeys = [key]
            var judge = RunJudge(rules: rules, successBefore: true, history: history(stoppedBy: "k"))
            _ = judge.observe(results("q")[0], isFinal: true)
            #expect(judge.windowIsOpen == isOpen)
            #expect(judge.history.stoppedBy == "k")
        }
        let stopped = history(stoppedBy: "k")
        #expect(stop(times("k", 200), recipient: ["k"], history: stopped, successBefore: true) == nil)
        #expect(stop(times("z", 60), recipient: ["k"], history: stopped, successBefore: true)?.count == 50)
    }

    @Test(
        "are counted in words", arguments: [(1, "rejected 1 message with"), (50, "rejected 50 messages in a row with")])
    func counted(count: Int, words: String) {
        #expect(StopReason.refusalsSinceSuccess(key: "k", message: nil, count: count).explanation.contains(words))
        #expect(StopReason.refusals(key: "k", message: nil, count: count).explanation.contains(words))
    }

    /// A run with others under way: refused attempts and successes by their places.
    private func stop(
        _ steps: [(letter: String, number: Int, resultsBefore: Int)], then letter: String, limit: Int
    ) -> Int? {
        var rules = RunJudge.Rules()
        rules.refusalsInARow = limit
        var judge = RunJudge(rules: rules, successBefore: false)
        for step in steps {
            let place = AttemptPlace(number: step.number, resultsBefore: step.resultsBefore)
            _ = judge.observe(results(step.letter)[0], isFinal: true, place: place)
        }
        for number in 1...1_000 {
            let place = AttemptPlace(number: 100 + number, resultsBefore: 100 + number)
            if judge.observe(results(letter)[0], isFinal: true, place: place) != nil { return number }
        }
        return nil
    }

    @Test("are not excused by a success that began before them: the key may have been changed while it was on its way")
    func lateSuccess() {
        #expect(stop([("+", 1, 0), ("k", 3, 1), ("+", 2, 1)], then: "k", limit: 50) == 49)
    }

    @Test("are watched more patiently after a success that was under way beside the refused row")
    func besideIt() {
        #expect(stop([("+", 1, 0), ("u", 2, 1), ("+", 3, 1)], then: "u", limit: 50) == 99)
        #expect(stop([("+", 1, 0), ("+", 3, 1), ("u", 2, 1)], then: "u", limit: 50) == 99)
        #expect(stop([("+", 1, 0), ("u", 2, 1), ("+", 3, 1), ("+", 5, 2)], then: "u", limit: 50) == nil)
    }

    @Test("are told with what to do about them")
    func words() {
        let reason = StopReason.refusalsSinceSuccess(key: "no_key", message: "Wrong\u{1B}[2J", count: 50)
        #expect(reason.explanation.contains("50 messages in a row"))
        #expect(!reason.explanation.contains("\u{1B}"))
        for word in ["recipient_error_keys", "refusals_in_a_row", "secret key"] {
            #expect(reason.remedy.contains(word))
        }
    }
}

@Suite("The history of refusals")
struct RefusalHistoryTests {
    @Test("is the same after it was kept")
    func roundTrip() {
        var history = RefusalHistory()
        history.prove("user_not_found", isCertain: true)
        history.stop(by: "bad \"key\" \u{1F600}")
        var record = PacingRecord()
        record.refusals = history
        #expect(PacingRecord(record.values).refusals == history)
        #expect(PacingRecord(["refusals": "{}"]).refusals == nil)
        #expect(PacingRecord(["refusals": "soon"]).refusals == nil)
    }

    @Test("does not grow with a site that names ever new keys, or long ones")
    func bounded() {
        var history = RefusalHistory()
        for number in 0..<1_000 {
            history.prove("key\(number)", isCertain: true)
            history.stop(by: "stop\(number)")
        }
        history.prove(String(repeating: "k", count: 5_000), isCertain: true)
        #expect(history.proved.count == 32)
        #expect(history.suspected.count == 32)
        #expect(history.proved.last == "key999")
    }

    @Test("takes a key that stopped a run for proved again only when one run shows it with certainty")
    func suspicion() {
        var history = RefusalHistory()
        history.prove("u", isCertain: false)
        history.stop(by: "u")
        #expect(history.proved.isEmpty)
        history.prove("u", isCertain: false)
        #expect(history.proved.isEmpty)
        history.prove("u", isCertain: true)
        #expect(history.proved == ["u"])
        #expect(history.suspected.isEmpty)
    }
}
