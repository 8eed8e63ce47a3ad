import Synchronization
import Testing

@testable import GrupoAPI

@Suite("The right to hand the key over")
struct WithheldKeyTests {
    @Test(
        "The key is next from the first offer of a piece that holds it until that offer was made",
        arguments: [false, true])
    func keyIsNext(isEncrypted: Bool) throws {
        var run = try ExchangeRun(isEncrypted: isEncrypted)
        #expect(!run.exchange.isKeyNext)
        run.take(.silence)
        #expect(run.action == .write && run.exchange.isKeyNext)
        run.take(.full)
        run.take(.room)
        // What was offered once may be on its way.
        #expect(run.action == .write && !run.exchange.isKeyNext)
    }

    @Test("A key that was withheld has not left, and the row is proved not sent", arguments: [false, true])
    func withheld(isEncrypted: Bool) throws {
        var run = try ExchangeRun(isEncrypted: isEncrypted)
        run.take(.silence)
        #expect(run.exchange.withheld() == .finish)
        let evidence = run.exchange.evidence(after: .zero)
        #expect(!evidence.keyMayHaveLeft && evidence.handedOverByteCount == 0)
        let result = ReplyClassifier.classify(evidence, rules: ClassificationRules())
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == "client.lease_ended")
        #expect(!run.exchange.keepsConnection)
    }
}
