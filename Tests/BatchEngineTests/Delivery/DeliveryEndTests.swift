import BatchModel
import GrupoAPI
import LedgerStore
import Synchronization
import Testing
import Text

@testable import BatchEngine

@Suite("The end of a delivery")
struct DeliveryEndTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    private static let unreachable = AttemptResult(
        .notSent, errorKey: "client.connect_failed", errorMessage: "refused", siteFault: .unreachable)

    @Test("ends as unreachable after its retries when nothing was ever sent")
    func unreachableSite() async {
        let site = ScriptedSite { _, _ in Self.unreachable }
        let ledger = RecordingLedger()
        let end = await deliver(100, to: site, ledger: ledger) { $0.retry.retries = 2 }
        #expect(end.stop == .unreachable("refused"))
        #expect(site.users == ["user1", "user1", "user1"])
        #expect(ledger.count(.notSent) == 1)
    }

    @Test("waits, probing, for a site that goes away after a success, and loses nothing")
    func siteGoesAway() async {
        let failures = Mutex(0)
        let site = ScriptedSite { message, before in
            guard before == 10 else { return Self.sent }
            failures.withLock { $0 += 1 }
            return Self.unreachable
        }
        let ledger = RecordingLedger()
        let end = await deliver(30, to: site, ledger: ledger)
        #expect(end.stop == nil)
        #expect(site.probes >= 1)
        #expect(ledger.count(.sent) == 30)
        #expect(site.users.count == 31)
    }

    @Test("gives up on a site that stays away")
    func siteStaysAway() async {
        let site = ScriptedSite { _, before in before < 10 ? Self.sent : Self.unreachable }
        site.setUp(false)
        let ledger = RecordingLedger()
        let end = await deliver(30, to: site, ledger: ledger) { $0.giveUpAfter = .milliseconds(50) }
        guard case .siteDown = end.stop else {
            Issue.record("ended with \(String(describing: end.stop))")
            return
        }
        #expect(ledger.count(.claimed) == 0)
    }

    @Test("drains on the first signal: nothing new is claimed and everything in flight is settled")
    func drains() async {
        let stop = StopSignal()
        let site = ScriptedSite { _, before in
            if before == 40 { stop.raise(signal: 2) }
            try? await Task.sleep(for: .milliseconds(5))
            return Self.sent
        }
        let ledger = RecordingLedger()
        let end = await deliver(500, to: site, ledger: ledger, stop: stop) { $0.concurrency = 8 }
        #expect(end.stop == .interrupted(signal: 2))
        #expect(site.users.count <= 41 + 16)
        #expect(ledger.count(.claimed) == 0)
        #expect(ledger.count(.sent) == site.users.count)
    }

    @Test("lets no row leave whose claim was being committed when the signal came, and counts no attempt for it")
    func withholds() async {
        let stop = StopSignal()
        let site = ScriptedSite { _, _ in Self.sent }
        let ledger = RecordingLedger(duringCommit: { if $0 == 6 { stop.raise(signal: 2) } })
        let end = await deliver(500, to: site, ledger: ledger, stop: stop) { $0.concurrency = 8 }
        #expect(end.stop == .interrupted(signal: 2))
        #expect(ledger.count(.sent) == site.users.count)
        #expect(ledger.count(.notSent) > 0)
        #expect(ledger.count(.claimed) == 0)
        #expect(ledger.attempts == site.users.count)
    }

    @Test("leaves at once on the second signal and records what was in flight as unknown")
    func aborts() async {
        let stop = StopSignal()
        let site = ScriptedSite { _, before in
            if before == 0 { return Self.sent }
            if before == 4 {
                stop.raise(signal: 15)
                stop.raise(signal: 15)
            }
            // Only cancellation ends this.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
            return AttemptResult(.unknown, errorKey: "client.cancelled")
        }
        let ledger = RecordingLedger()
        let end = await deliver(500, to: site, ledger: ledger, stop: stop) { $0.concurrency = 4 }
        #expect(end.stop == .interrupted(signal: 15))
        #expect(ledger.count(.unknown) == 4)
        #expect(ledger.count(.claimed) == 0)
    }

    @Test("claims nothing after the ledger failed, and hands every result it could not record to the caller")
    func ledgerFails() async {
        let site = ScriptedSite { _, _ in
            try? await Task.sleep(for: .milliseconds(2))
            return Self.sent
        }
        let ledger = RecordingLedger(failsFrom: 6)
        let end = await deliver(500, to: site, ledger: ledger) { $0.concurrency = 8 }
        guard case .ledgerFailed = end.stop else {
            Issue.record("ended with \(String(describing: end.stop))")
            return
        }
        let claimed = Set(ledger.states.filter { $0.value == .claimed }.keys)
        #expect(Set(end.rescued.map(\.entry)) == claimed)
        #expect(site.users.count == ledger.count(.sent) + end.rescued.count)
    }
}
