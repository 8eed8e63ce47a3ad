import BatchModel
import GrupoAPI
import Synchronization
import Testing

@testable import BatchEngine

@Suite("A gate that somebody closes")
struct GateTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)

    /// What a run saw of its gate.
    private final class Watch: Sendable {
        let pauses = Mutex(0)
        let ends = Mutex(0)
        private let (closings, closing) = AsyncStream<Void>.makeStream()

        func note(_ event: RunEvent) {
            switch event {
            case .paused:
                pauses.withLock { $0 += 1 }
                closing.yield()
            case .wentOn: ends.withLock { $0 += 1 }
            default: break
            }
        }

        /// Waits until the run has found the gate closed.
        func closed() async { for await _ in closings { return } }
    }

    private func delivery(
        of rows: Int, to site: ScriptedSite, _ ledger: RecordingLedger, _ clock: ManualClock, gate: SendingGate,
        stop: StopSignal = StopSignal(), watch: Watch = Watch(), concurrency: Int = 1, rate: String? = nil
    ) -> Delivery {
        var settings = DeliverySettings()
        settings.concurrency = concurrency
        settings.rate = rate.flatMap(SendRate.init)
        return Delivery(
            settings, source: ListedRows(rows), ledger: ledger, sender: site, stopSignal: stop, gate: gate, clock: clock
        ) { watch.note($0) }
    }

    @Test(
        "lets nothing new leave, for as long as it is closed, and everything once when it is open", arguments: [1, 4])
    func holds(concurrency: Int) async {
        let (clock, gate, watch, ledger) = (ManualClock(), SendingGate(), Watch(), RecordingLedger())
        let site = ScriptedSite { _, before in
            if before == 9 { gate.close() }
            return Self.sent
        }
        var delivery = delivery(
            of: 30, to: site, ledger, clock, gate: gate, watch: watch, concurrency: concurrency, rate: "1/s")
        let counts = Mutex<[Int]>([])
        let opener = Task {
            await watch.closed()
            let closed = clock.elapsed
            for minutes in [10, 600] {
                try await clock.sleep(until: closed + .seconds(minutes * 60))
                counts.withLock { $0.append(site.users.count) }
            }
            gate.open()
        }
        let end = await clock.run { await delivery.run() }
        _ = await opener.result
        #expect(end.stop == nil)
        #expect(counts.withLock { $0 } == [10, 10])
        #expect(watch.pauses.withLock { $0 } == 1 && watch.ends.withLock { $0 } == 1)
        #expect(site.users.count == 30 && Set(site.users).count == 30)
        #expect(ledger.count(.sent) == 30 && ledger.attempts == 30)
        #expect(ledger.illegalMoves == [])
    }

    @Test("lets no row leave that is claimed while it closes, counts no attempt for it, and sends it once later")
    func closesDuringCommit() async {
        let (clock, gate, watch) = (ManualClock(), SendingGate(), Watch())
        let site = ScriptedSite { _, _ in Self.sent }
        let ledger = RecordingLedger(duringCommit: { if $0 == 3 { gate.close() } })
        var delivery = delivery(of: 20, to: site, ledger, clock, gate: gate, watch: watch, concurrency: 4)
        let withheld = Mutex(0)
        let opener = Task {
            await watch.closed()
            try await clock.sleep(until: clock.elapsed + .seconds(60))
            withheld.withLock { $0 = ledger.count(.notSent) }
            gate.open()
        }
        let end = await clock.run { await delivery.run() }
        _ = await opener.result
        #expect(end.stop == nil)
        #expect(withheld.withLock { $0 } > 0)
        #expect(site.users.count == 20 && Set(site.users).count == 20)
        #expect(ledger.attempts == 20)
        #expect(ledger.illegalMoves == [])
    }

    @Test("is no obstacle to a signal: what is left stays for the next run")
    func drains() async {
        let (clock, gate, stop, ledger) = (ManualClock(), SendingGate(), StopSignal(), RecordingLedger())
        let watch = Watch()
        let site = ScriptedSite { _, before in
            if before == 4 { gate.close() }
            return Self.sent
        }
        var delivery = delivery(of: 30, to: site, ledger, clock, gate: gate, stop: stop, watch: watch)
        let signaller = Task {
            await watch.closed()
            try await clock.sleep(until: clock.elapsed + .seconds(60))
            stop.raise(signal: 2)
        }
        let end = await clock.run { await delivery.run() }
        _ = await signaller.result
        #expect(end.stop == .interrupted(signal: 2))
        #expect(ledger.count(.sent) == 5 && site.users.count == 5)
        #expect(ledger.count(.claimed) == 0)
    }

    @Test("holds up no run that has nothing left to send")
    func nothingLeft() async {
        let (clock, gate, ledger) = (ManualClock(), SendingGate(), RecordingLedger())
        let site = ScriptedSite { _, before in
            if before == 2 { gate.close() }
            return Self.sent
        }
        var delivery = delivery(of: 3, to: site, ledger, clock, gate: gate)
        let end = await clock.run { await delivery.run() }
        #expect(end.stop == nil)
        #expect(ledger.count(.sent) == 3)
    }

    @Test("that is closed before the first row holds that one too")
    func closedFromTheStart() async {
        let (clock, gate, ledger, watch) = (ManualClock(), SendingGate(), RecordingLedger(), Watch())
        gate.close()
        gate.close()
        let site = ScriptedSite { _, _ in Self.sent }
        var delivery = delivery(of: 3, to: site, ledger, clock, gate: gate, watch: watch)
        let count = Mutex(-1)
        let opener = Task {
            await watch.closed()
            try await clock.sleep(until: clock.elapsed + .seconds(3_600))
            count.withLock { $0 = site.users.count }
            gate.open()
            gate.open()
        }
        let end = await clock.run { await delivery.run() }
        _ = await opener.result
        #expect(end.stop == nil)
        #expect(count.withLock { $0 } == 0)
        #expect(ledger.count(.sent) == 3)
        #expect(watch.pauses.withLock { $0 } == 1)
    }

    @Test("does not use up the patience with a site that is away")
    func patience() async {
        let (clock, gate, ledger, watch) = (ManualClock(), SendingGate(), RecordingLedger(), Watch())
        // The gate closes together with the site.
        let site = ScriptedSite { _, before in
            guard before == 1 else { return Self.sent }
            gate.close()
            return AttemptResult(.notSent, errorKey: "client.connect_failed", siteFault: .unreachable)
        }
        site.setUp(false)
        var delivery = delivery(of: 5, to: site, ledger, clock, gate: gate, watch: watch)
        let opener = Task {
            await watch.closed()
            try await clock.sleep(until: clock.elapsed + .seconds(7_200))
            site.setUp(true)
            gate.open()
        }
        let end = await clock.run { await delivery.run() }
        _ = await opener.result
        #expect(end.stop == nil)
        #expect(ledger.count(.sent) == 5)
    }
}
