import BatchModel
import GrupoAPI
import LedgerStore
import Synchronization
import Testing
import Text

@testable import BatchEngine

@Suite("A delivery")
struct DeliveryTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    private static let refused = AttemptResult(.rejected, errorKey: "user_not_found", httpStatus: 200)

    @Test("sends every row once and settles it", arguments: [1, 2, 7, 64])
    func sendsAll(concurrency: Int) async {
        let site = ScriptedSite { _, _ in Self.sent }
        let ledger = RecordingLedger()
        let end = await deliver(500, to: site, ledger: ledger) { $0.concurrency = concurrency }
        #expect(end.stop == nil)
        #expect(Set(site.users).count == 500)
        #expect(site.users.count == 500)
        #expect(ledger.count(.sent) == 500)
        #expect(ledger.illegalMoves == [])
    }

    @Test("never has more in flight, nor more claimed, than the window allows, and fills it")
    func window() async {
        let site = ScriptedSite { _, _ in
            try? await Task.sleep(for: .milliseconds(3))
            return Self.sent
        }
        let ledger = RecordingLedger()
        _ = await deliver(200, to: site, ledger: ledger) { $0.concurrency = 8 }
        #expect(site.peak == 8)
        #expect(ledger.mostClaimed <= 8)
    }

    @Test("sends the lead row alone and keeps to one row until something succeeds")
    func leadRow() async {
        let site = ScriptedSite { message, before in
            if before < 4 { return before % 2 == 0 ? Self.refused : AttemptResult(.rejected, errorKey: "blocked") }
            try? await Task.sleep(for: .milliseconds(2))
            return Self.sent
        }
        let peaks = Mutex<[Int]>([])
        let ledger = RecordingLedger()
        _ = await deliver(50, to: site, ledger: ledger) {
            $0.concurrency = 16
        } observe: { event in
            if case .inFlight(_, let limit) = event { peaks.withLock { $0.append(limit) } }
        }
        let limits = peaks.withLock { $0 }
        #expect(limits.prefix(5) == [1, 1, 1, 1, 1])
        #expect(limits.contains(16))
        #expect(ledger.count(.sent) == 46)
    }

    @Test("costs five requests when the key is wrong")
    func wrongKey() async {
        let site = ScriptedSite { _, _ in AttemptResult(.rejected, errorKey: "invalid_api_key", httpStatus: 200) }
        let ledger = RecordingLedger()
        let end = await deliver(1_000, to: site, ledger: ledger) { $0.concurrency = 64 }
        #expect(site.users.count == 5)
        #expect(end.stop == .refusals(key: "invalid_api_key", message: nil, count: 5))
        #expect(ledger.count(.rejected) == 5)
    }

    @Test("tries a row that is proved not sent again, and settles each attempt")
    func retries() async {
        let site = ScriptedSite { message, before in
            before == 3 || before == 5 ? AttemptResult(.notSent, errorKey: "client.connection_lost") : Self.sent
        }
        let ledger = RecordingLedger()
        let end = await deliver(20, to: site, ledger: ledger)
        #expect(end.stop == nil)
        #expect(site.users.count == 22)
        #expect(ledger.count(.sent) == 20)
        #expect(ledger.illegalMoves == [])
    }

    @Test(
        "never tries unknown and rejected rows again",
        arguments: [
            AttemptResult(.unknown, errorKey: "client.timeout"), AttemptResult(.rejected, errorKey: "blocked"),
            AttemptResult(.notSentSameAgain, errorKey: "client.body_too_large"),
        ])
    func finalResults(result: AttemptResult) async {
        let site = ScriptedSite { message, _ in message.user == "user4" ? result : Self.sent }
        let ledger = RecordingLedger()
        _ = await deliver(20, to: site, ledger: ledger)
        #expect(site.users.count == 20)
    }

    @Test("retries a refusal only when its key is named temporary")
    func temporaryRefusal() async {
        let attempts = Mutex(0)
        let site = ScriptedSite { message, _ in
            guard message.user == "user4" else { return Self.sent }
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            return attempt == 1 ? AttemptResult(.rejected, errorKey: "busy") : Self.sent
        }
        let ledger = RecordingLedger()
        _ = await deliver(20, to: site, ledger: ledger) { $0.temporaryErrorKeys = ["busy"] }
        #expect(site.users.count == 21)
        #expect(ledger.count(.sent) == 20)
    }
}
