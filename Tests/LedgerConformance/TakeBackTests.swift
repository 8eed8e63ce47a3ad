import BatchModel
import LedgerStore
import Testing

@testable import SQLiteLedger

@Suite("Verdicts that are taken back")
struct TakeBackTests {
    /// Six messages: sent and not sent by a person's word, sent and rejected by the site, unknown, pending.
    private func ledger(_ scratch: Scratch) throws -> (SQLiteStore, StoredPlan, [Int64]) {
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<6), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try ledger.bring([ids[0], ids[1], ids[4]], to: .unknown, in: campaign)
        try ledger.bring([ids[2]], to: .sent, in: campaign)
        try ledger.bring([ids[3]], to: .rejected, in: campaign)
        let verdicts: [(Int, PersonVerdict)] = [(0, .sent), (1, .notSent)]
        try ledger.resolve(
            verdicts.map {
                Settlement(entry: ids[$0], state: $1.state, AttemptTrace(attempts: 0, errorKey: $1.errorKey))
            })
        return (ledger, plan, ids)
    }

    private let before: [DeliveryState] = [.sent, .notSent, .sent, .rejected, .unknown, .pending]

    @Test("A person's verdicts become unknown again, recorded as such")
    func some() throws {
        let scratch = try Scratch()
        let (ledger, plan, ids) = try ledger(scratch)
        try ledger.takeBack(Array(ids[..<2]))
        let messages = try ledger.messages(plan)
        #expect(messages.map(\.state) == [.unknown, .unknown, .sent, .rejected, .unknown, .pending])
        #expect(messages[..<2].allSatisfy { $0.trace.errorKey == "client.resolved_unknown" && $0.trace.attempts == 1 })
        #expect(messages[..<2].allSatisfy { $0.trace.errorMessage == PersonVerdict.unknown.meaning })
    }

    @Test("What is no person's verdict is refused, with everything named beside it", arguments: 2..<6)
    func refused(place: Int) throws {
        let scratch = try Scratch()
        let (ledger, plan, ids) = try ledger(scratch)
        let fault = LedgerFault.transitionRefused(entry: ids[place], from: before[place], to: .unknown)
        #expect(throws: fault) { try ledger.takeBack([ids[0], ids[place]]) }
        #expect(try ledger.messages(plan).map(\.state) == before)
    }

    @Test("A verdict that was sent for is a result")
    func sentSince() throws {
        let scratch = try Scratch()
        let (ledger, plan, ids) = try ledger(scratch)
        try ledger.commit(settling: [], claiming: [ids[1]], for: plan.campaign, at: 1)
        #expect(throws: LedgerFault.self) { try ledger.takeBack([ids[1]]) }
        let result = Settlement(entry: ids[1], state: .notSent, AttemptTrace(errorKey: "client.connect_failed"))
        try ledger.commit(settling: [result], claiming: [], for: plan.campaign, at: 2)
        #expect(throws: LedgerFault.self) { try ledger.takeBack([ids[1]]) }
    }

    @Test("All verdicts of a plan are taken back, and those of another plan stay")
    func all() throws {
        let scratch = try Scratch()
        let (ledger, plan, _) = try ledger(scratch)
        let campaign = try ledger.campaign("/data/other.csv")
        let other = try ledger.enrol(Lines(users: 50..<51), in: campaign).plan
        let id = try ledger.messages(other)[0].id
        try ledger.bring([id], to: .unknown, in: campaign)
        try ledger.resolve([Settlement(entry: id, state: .sent, AttemptTrace(errorKey: PersonVerdict.sent.errorKey))])
        #expect(try ledger.takeBackAll(plan) == 2)
        #expect(try ledger.takeBackAll(plan) == 0)
        #expect(try ledger.messages(plan).map(\.state) == [.unknown, .unknown, .sent, .rejected, .unknown, .pending])
        #expect(try ledger.messages(other)[0].state == .sent)
    }

    @Test("Messages of a plan are told from others")
    func membership() throws {
        let scratch = try Scratch()
        let (ledger, plan, ids) = try ledger(scratch)
        let other = try ledger.enrol(Lines(users: 50..<52), in: try ledger.campaign("/data/other.csv")).plan
        let foreign = try ledger.messages(other).map(\.id)
        #expect(try ledger.messages(of: plan, among: Set([ids[0], ids[5]] + foreign + [9_999])) == [ids[0], ids[5]])
        #expect(try ledger.messages(of: plan, among: []).isEmpty)
    }
}
