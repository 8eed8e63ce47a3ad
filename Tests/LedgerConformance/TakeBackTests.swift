import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Verdicts that are taken back")
struct TakeBackTests {
    /// Six messages: sent and not sent by a person's word, sent and rejected by the site, unknown, pending.
    private func ledger(at place: LedgerPlace) async throws -> (any Ledger, StoredPlan, [Int64]) {
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<6), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.bring([ids[0], ids[1], ids[4]], to: .unknown, in: campaign)
        try await ledger.bring([ids[2]], to: .sent, in: campaign)
        try await ledger.bring([ids[3]], to: .rejected, in: campaign)
        let verdicts: [(Int, PersonVerdict)] = [(0, .sent), (1, .notSent)]
        try ledger.resolve(
            verdicts.map {
                Settlement(entry: ids[$0], state: $1.state, AttemptTrace(attempts: 0, errorKey: $1.errorKey))
            })
        return (ledger, plan, ids)
    }

    private let before: [DeliveryState] = [.sent, .notSent, .sent, .rejected, .unknown, .pending]

    @Test("A person's verdicts become unknown again, recorded as such", arguments: LedgerUnderTest.all)
    func some(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let (ledger, plan, ids) = try await ledger(at: place)
        try ledger.takeBack(Array(ids[..<2]))
        let messages = try ledger.messages(plan)
        #expect(messages.map(\.state) == [.unknown, .unknown, .sent, .rejected, .unknown, .pending])
        #expect(messages[..<2].allSatisfy { $0.trace.errorKey == "client.resolved_unknown" && $0.trace.attempts == 1 })
        #expect(messages[..<2].allSatisfy { $0.trace.errorMessage == PersonVerdict.unknown.meaning })
    }

    @Test(
        "What is no person's verdict is refused, with everything named beside it", arguments: LedgerUnderTest.all, 2..<6
    )
    func refused(of kind: LedgerUnderTest, other: Int) async throws {
        let place = try kind.place()
        let (ledger, plan, ids) = try await ledger(at: place)
        let fault = LedgerFault.transitionRefused(entry: ids[other], from: before[other], to: .unknown)
        #expect(throws: fault) { try ledger.takeBack([ids[0], ids[other]]) }
        #expect(try ledger.messages(plan).map(\.state) == before)
    }

    @Test("A verdict that was sent for is a result", arguments: LedgerUnderTest.all)
    func sentSince(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let (ledger, plan, ids) = try await ledger(at: place)
        try await ledger.carryOut(claiming: [ids[1]], for: plan.campaign)
        #expect(throws: LedgerFault.self) { try ledger.takeBack([ids[1]]) }
        let result = Settlement(entry: ids[1], state: .notSent, AttemptTrace(errorKey: "client.connect_failed"))
        try await ledger.carryOut(settling: [result], for: plan.campaign, at: 2)
        #expect(throws: LedgerFault.self) { try ledger.takeBack([ids[1]]) }
    }

    @Test("All verdicts of a plan are taken back, and those of another plan stay", arguments: LedgerUnderTest.all)
    func all(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let (ledger, plan, _) = try await ledger(at: place)
        let campaign = try ledger.campaign("/data/other.csv")
        let other = try ledger.enrol(Lines(users: 50..<51), in: campaign).plan
        let id = try ledger.messages(other)[0].id
        try await ledger.bring([id], to: .unknown, in: campaign)
        try ledger.resolve([Settlement(entry: id, state: .sent, AttemptTrace(errorKey: PersonVerdict.sent.errorKey))])
        #expect(try ledger.resolveAll(plan, as: .unknown) == 2)
        #expect(try ledger.resolveAll(plan, as: .unknown) == 0)
        #expect(try ledger.messages(plan).map(\.state) == [.unknown, .unknown, .sent, .rejected, .unknown, .pending])
        #expect(try ledger.messages(other)[0].state == .sent)
    }

    @Test("Messages of a plan are told from others", arguments: LedgerUnderTest.all)
    func membership(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let (ledger, plan, ids) = try await ledger(at: place)
        let other = try ledger.enrol(Lines(users: 50..<52), in: try ledger.campaign("/data/other.csv")).plan
        let foreign = try ledger.messages(other).map(\.id)
        #expect(try ledger.messages(of: plan, among: Set([ids[0], ids[5]] + foreign + [9_999])) == [ids[0], ids[5]])
        #expect(try ledger.messages(of: plan, among: []).isEmpty)
    }
}
