import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite(
    "Commits whose answers did not come",
    .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
struct AmbiguousCommitTests {
    @Test("One that was made is known by its number, and one that was not is not")
    func decided() async throws {
        let bench = try Bench()
        let ledger = try bench.open()
        let (campaign, _, ids) = try bench.enrol(2, in: ledger)
        let before = try #require(ledger.member)
        #expect(try ledger.session.queue.sync { try ledger.session.decide(before) } == .isNot)
        let later = try #require(ledger.member)
        try await ledger.carryOut(claiming: [ids[0]], for: campaign)
        #expect(try ledger.session.queue.sync { try ledger.session.decide(later) } == .isMade)
        // And it goes on from there.
        let committed = try await ledger.carryOut(
            settling: [Settlement(entry: ids[0], state: .sent)], claiming: [ids[1]], for: campaign)
        #expect(committed.claimed == [ids[1]])
    }

    @Test("What an earlier session sent can come no more once that is decided")
    func late() async throws {
        let bench = try Bench()
        let ledger = try bench.open()
        let (campaign, plan, ids) = try bench.enrol(1, in: ledger)
        let before = try #require(ledger.member)
        #expect(try ledger.session.queue.sync { try ledger.session.decide(before) } == .isNot)
        let late = Commit([], claiming: ids, for: campaign, at: 1, as: before)
        let session = ledger.session
        let statements = session.begin.map { PipelinedStatement($0) } + late.statements(session.fence)
        let fault = #expect(throws: ServerFault.self) {
            try bench.aside.pipeline(statements, until: .now + .seconds(10))
        }
        guard case .refused(let refusal, session.begin.count) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(refusal.state == ServerRefusal.divisionByZero)
        try bench.aside.execute("ROLLBACK")
        #expect(try ledger.counts(plan).states == [.pending: 1])
    }

    @Test("A session that is ended within anything is replaced, and nothing is made twice", arguments: 0..<4)
    func ended(step: Int) async throws {
        let bench = try Bench()
        let ledger = try bench.open()
        let (campaign, plan, ids) = try bench.enrol(3, in: ledger)
        try await ledger.carryOut(claiming: [ids[0]], for: campaign)
        let backend = try #require(ledger.session.queue.sync { ledger.session.connection?.backend })
        try bench.aside.query("SELECT pg_terminate_backend($1::integer)", [backend])
        switch step {
        case 0:
            let committed = try await ledger.carryOut(
                settling: [Settlement(entry: ids[0], state: .sent)], claiming: [ids[1]], for: campaign)
            #expect(committed.claimed == [ids[1]])
        case 1: #expect(try ledger.counts(plan).total == 3)
        case 2: _ = try ledger.beginRun(campaign, settingsJSON: "{}", at: 1)
        default: #expect(try ledger.doubt([ids[0]], errorKey: "k", reason: "r") == [ids[0]: .claimed])
        }
        #expect(try ledger.runs(RunQuery()).count == (step == 2 ? 1 : 0))
        #expect(try ledger.check().faults.isEmpty)
    }

    @Test("A ledger that has fewer commits than it confirmed has forgotten something, and is trusted no more")
    func wentBack() async throws {
        let bench = try Bench()
        let ledger = try bench.open()
        let (campaign, _, ids) = try bench.enrol(1, in: ledger)
        try bench.aside.query("UPDATE member SET seq = seq - 1")
        await #expect(throws: LedgerFault.self) { try await ledger.carryOut(claiming: ids, for: campaign) }
        #expect(!ledger.mayBegin)
        let fault = await #expect(throws: LedgerFault.self) { try await ledger.carryOut(claiming: ids, for: campaign) }
        guard case .wentBack = fault else {
            Issue.record("refused as \(String(describing: fault))")
            return
        }
    }
}
