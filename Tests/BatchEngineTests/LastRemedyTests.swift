import GrupoAPI
import Testing

@testable import BatchEngine

@Suite("What is advised when a run stops")
struct LastRemedyTests {
    @Test("The same command is left out where it has nothing left to send, and nothing else is")
    func silence() {
        let silence = StopReason.silence(count: 3)
        #expect(silence.remedy.hasSuffix("raise --timeout. Then run the same command again."))
        #expect(silence.remedyOfLast.hasSuffix("raise --timeout."))
        let failures = StopReason.failures(count: 25, last: "x")
        #expect(failures.remedyOfLast == "Look at the site's own log.")
        #expect(StopReason.errorBudget(failed: 3, of: nil).remedyOfLast.hasSuffix("raise --stop-after."))
        let wrong = StopReason.siteFault(.refusedStatus(404), inARow: 3)
        #expect(wrong.remedyOfLast == wrong.remedy)
    }
}
