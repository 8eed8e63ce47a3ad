import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite(
    "Taking over", .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
struct TakeoverTests {
    @Test("A sender whose lease has ended is taken over from: it claims and begins nothing more")
    func fenced() async throws {
        let bench = try Bench()
        let first = try bench.open("send first.csv")
        let (campaign, plan, ids) = try bench.enrol(3, in: first)
        try await first.carryOut(claiming: [ids[0]], for: campaign)
        #expect(first.mayBegin)
        #expect(throws: LedgerFault.self) { try bench.open("send second.csv") }
        try bench.endLeases()
        let second = try bench.open("send second.csv")
        #expect(second.recovered == 1)
        #expect(try second.messages(plan).map(\.state) == [.unknown, .pending, .pending])
        let committed = try await first.carryOut(claiming: [ids[1]], for: campaign)
        #expect(committed.claimed.isEmpty)
        guard case .fenced(_, let holder?)? = committed.end else {
            Issue.record("it goes on: \(committed)")
            return
        }
        #expect(holder.command == "send second.csv")
        #expect(!first.mayBegin)
        #expect(throws: LedgerFault.self) { try first.beginRun(campaign, settingsJSON: "", at: 1) }
        #expect(try await second.carryOut(claiming: [ids[1]], for: campaign).claimed == [ids[1]])
    }

    @Test("A lease that ran out while nobody took over goes on")
    func lapsed() async throws {
        let bench = try Bench()
        let ledger = try bench.open()
        let (campaign, _, ids) = try bench.enrol(1, in: ledger)
        try bench.endLeases()
        #expect(try await ledger.carryOut(claiming: ids, for: campaign).claimed == ids)
        #expect(throws: LedgerFault.self) { try bench.open("send second.csv") }
    }

    @Test("What a sender heard before it was taken over from is recorded, and once only")
    func lateResult() async throws {
        let bench = try Bench()
        let first = try bench.open("send first.csv")
        let (campaign, plan, ids) = try bench.enrol(2, in: first)
        try await first.carryOut(claiming: ids, for: campaign)
        try bench.endLeases()
        let second = try bench.open("send second.csv")
        let result = Settlement(entry: ids[0], state: .rejected, AttemptTrace(httpStatus: 200, errorKey: "blocked"))
        let committed = try await first.carryOut(settling: [result], for: campaign)
        #expect(committed.end != nil)
        let messages = try second.messages(plan)
        #expect(messages.map(\.state) == [.rejected, .unknown])
        #expect(messages[0].trace.attempts == 1 && messages[0].trace.errorKey == "blocked")
        await #expect(throws: LedgerFault.self) { try await first.carryOut(settling: [result], for: campaign) }
    }

    @Test("A person's word stands against a late result")
    func resolvedMeanwhile() async throws {
        let bench = try Bench()
        let first = try bench.open("send first.csv")
        let (campaign, plan, ids) = try bench.enrol(1, in: first)
        try await first.carryOut(claiming: ids, for: campaign)
        try bench.endLeases()
        let second = try bench.open("resolve list.csv")
        #expect(try second.resolveAll(plan, as: .sent) == 1)
        await #expect(throws: LedgerFault.self) {
            try await first.carryOut(settling: [Settlement(entry: ids[0], state: .notSent)], for: campaign)
        }
        #expect(try second.messages(plan)[0].state == .sent)
    }

    @Test("Not sent is no word on what may still leave; sent always is, and so is not sent after a while")
    func grace() async throws {
        let bench = try Bench()
        let first = try bench.open("send first.csv")
        let (campaign, plan, ids) = try bench.enrol(2, in: first)
        try await first.carryOut(claiming: ids, for: campaign)
        try bench.endLeases()
        let second = try bench.open("resolve list.csv")
        let verdict = Settlement(entry: ids[0], state: .notSent, AttemptTrace(attempts: 0))
        for attempt in [{ try second.resolve([verdict]) }, { _ = try second.resolveAll(plan, as: .notSent) }] {
            let fault = #expect(throws: LedgerFault.self) { try attempt() }
            guard case .mayStillLeave(_, _, let seconds) = fault else {
                Issue.record("refused as \(String(describing: fault))")
                return
            }
            #expect((3_600...3_690).contains(seconds))
        }
        try second.resolve([Settlement(entry: ids[1], state: .sent, AttemptTrace(attempts: 0))])
        try bench.aside.query("UPDATE member SET fenced_at = fenced_at - interval '2 h'")
        try second.resolve([verdict])
        #expect(try second.messages(plan).map(\.state) == [.notSent, .sent])
    }

    @Test("A process of this machine that is no more holds no lease, and what it claimed cannot leave any more")
    func dead() async throws {
        let bench = try Bench()
        let first = try bench.open("send first.csv")
        let (campaign, plan, ids) = try bench.enrol(1, in: first)
        try await first.carryOut(claiming: ids, for: campaign)
        // A number that no process has: Linux gives none above 2^22.
        try bench.aside.query("UPDATE member SET process = 1 << 30")
        let second = try bench.open("send second.csv")
        #expect(second.recovered == 1)
        #expect(try second.resolveAll(plan, as: .notSent) == 1)
    }

    @Test("A process of the same number on another machine may live")
    func elsewhere() throws {
        let bench = try Bench()
        let first = try bench.open("send first.csv")
        try bench.aside.query("UPDATE member SET process = 1 << 30, machine = 'other', host = 'mail2'")
        let fault = #expect(throws: LedgerFault.self) { try bench.open("send second.csv") }
        guard case .locked(_, let holder) = fault else {
            Issue.record("refused as \(String(describing: fault))")
            return
        }
        #expect("\(holder)".contains(" on mail2 (send first.csv)"))
        #expect("\(holder)".contains("its lease ends in"))
        first.close()
    }

    @Test("Of two that open at once one has the ledger", arguments: 0..<10)
    func races(_: Int) async throws {
        let address = try Bench().address
        // Both are kept until the end: the one that has it must not have left before the other comes.
        let opened = await withTaskGroup(of: PostgresStore?.self) { group in
            for _ in 0..<2 {
                group.addTask { try? PostgresStore.openForWriting(address, command: "send list.csv") }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(opened.count { $0 != nil } == 1)
    }
}
