import BatchModel
import GrupoAPI
import Testing

@Suite("Results of an attempt")
struct AttemptResultTests {
    @Test(
        "Every verdict has its outcome in the report",
        arguments: [
            (.sent, .sent), (.rejected, .rejected), (.notSent, .notSent), (.notSentSameAgain, .notSent),
            (.unknown, .unknown),
        ] as [(AttemptResult.Verdict, Outcome)])
    func outcomes(verdict: AttemptResult.Verdict, outcome: Outcome) {
        #expect(AttemptResult(verdict).outcome == outcome)
    }
}
