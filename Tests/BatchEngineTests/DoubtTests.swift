import BatchModel
import GrupoAPI
import Synchronization
import Testing

@testable import BatchEngine

@Suite("A result that is doubted")
struct DoubtTests {
    private static let sent = AttemptResult(.sent, httpStatus: 200)
    private static let busy = AttemptResult(.notSent, errorKey: "client.http_status", httpStatus: 429)

    /// What a run told.
    private final class Log: Sendable {
        private let events = Mutex<[RunEvent]>([])
        func note(_ event: RunEvent) { events.withLock { $0.append(event) } }
        var doubted: [Int] {
            events.withLock { $0.compactMap { if case .doubted(let row, _, _) = $0 { row } else { nil } } }
        }
        var notices: Int {
            events.withLock { $0.count { if case .notice(.unaskedReply) = $0 { true } else { false } } }
        }
        func settled(_ row: Int) -> [AttemptResult] {
            events.withLock { events in
                events.compactMap {
                    if case .settled(row, _, let result, _, _) = $0 { result } else { nil }
                }
            }
        }
    }

    private func deliver(_ rows: Int, to site: ScriptedSite, _ ledger: RecordingLedger, _ log: Log) async
        -> Delivery.End
    {
        var settings = DeliverySettings()
        settings.retry.base = .milliseconds(40)
        settings.concurrency = 1
        var delivery = Delivery(
            settings, source: ListedRows(rows), ledger: ledger, sender: site, stopSignal: StopSignal(),
            observe: log.note)
        return await delivery.run()
    }

    @Test("becomes unknown, whether the run goes on or has nothing more to do", arguments: [false, true])
    func recorded(atTheEnd: Bool) async {
        let site = Mutex<ScriptedSite?>(nil)
        let scripted = ScriptedSite { _, before in
            if before == 5 { site.withLock { $0 }?.doubt([2, 3], atTheEnd: atTheEnd) }
            return Self.sent
        }
        site.withLock { $0 = scripted }
        let (ledger, log) = (RecordingLedger(), Log())
        let end = await deliver(10, to: scripted, ledger, log)
        #expect(end.stop == nil)
        #expect(ledger.states.filter { $0.value == .unknown }.map(\.key).sorted() == [2, 3])
        #expect(ledger.count(.sent) == 8)
        #expect(ledger.illegalMoves == [])
        #expect(log.doubted == [3, 4])
        #expect(log.notices == 1)
        #expect(scripted.users.count == 10)
    }

    @Test("while it is in flight is told as unknown, and the row is not tried again")
    func inFlight() async {
        let site = Mutex<ScriptedSite?>(nil)
        let scripted = ScriptedSite { message, _ in
            guard message.user == "user4" else { return Self.sent }
            site.withLock { $0 }?.doubt([4])
            return Self.busy
        }
        site.withLock { $0 = scripted }
        let (ledger, log) = (RecordingLedger(), Log())
        _ = await deliver(6, to: scripted, ledger, log)
        #expect(ledger.states[4] == .unknown)
        #expect(ledger.count(.sent) == 5)
        #expect(log.settled(5).map(\.errorKey) == ["client.unasked_reply"])
        #expect(log.doubted == [])
        #expect(scripted.users.count == 6)
    }

    @Test("takes a row out of those that wait to be tried again")
    func waiting() async {
        let site = Mutex<ScriptedSite?>(nil)
        let scripted = ScriptedSite { message, _ in
            if message.user == "user3" { return AttemptResult(.notSent, errorKey: "k") }
            if message.user == "user4" { site.withLock { $0 }?.doubt([3]) }
            return Self.sent
        }
        site.withLock { $0 = scripted }
        let (ledger, log) = (RecordingLedger(), Log())
        _ = await deliver(5, to: scripted, ledger, log)
        #expect(ledger.states[3] == .unknown)
        #expect(ledger.illegalMoves == [])
        #expect(scripted.users.count { $0 == "user3" } == 1)
        #expect(log.doubted == [4])
    }

    @Test("without rows only tells the user, once")
    func noticeOnly() async {
        let site = Mutex<ScriptedSite?>(nil)
        let scripted = ScriptedSite { _, _ in
            site.withLock { $0 }?.doubt([])
            return Self.sent
        }
        site.withLock { $0 = scripted }
        let (ledger, log) = (RecordingLedger(), Log())
        _ = await deliver(4, to: scripted, ledger, log)
        #expect(ledger.count(.sent) == 4)
        #expect(log.notices == 1)
    }
}
