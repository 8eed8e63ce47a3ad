import BatchModel
import Testing

@Suite("Tallies")
struct BatchTallyTests {
    @Test("Counted rows add up, and a moved row stays one row")
    func addsUp() {
        var tally = BatchTally()
        #expect(tally.total == 0)
        for outcome in Outcome.allCases { tally.count(outcome) }
        tally.count(.pending)
        #expect(tally.total == Outcome.allCases.count + 1)
        tally.move(from: .pending, to: .sent)
        #expect(tally.total == Outcome.allCases.count + 1)
        #expect(tally[.pending] == 1)
        #expect(tally[.sent] == 2)
    }

    @Test("Failed rows are the rejected, the not sent and the invalid ones")
    func failed() {
        var tally = BatchTally()
        for (power, outcome) in Outcome.allCases.enumerated() { tally[outcome] = 1 << power }
        #expect(tally.failed == tally[.rejected] + tally[.notSent] + tally[.invalid])
        #expect(tally.failed != 0)
    }
}
