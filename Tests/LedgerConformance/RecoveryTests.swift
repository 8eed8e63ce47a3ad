import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Recovery and cancellation")
struct RecoveryTests {
    @Test(
        "What a dead run left claimed becomes unknown at the next opening, and only that",
        arguments: LedgerUnderTest.all)
    func interrupted(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        var ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<12), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        for (index, state) in DeliveryState.allCases.enumerated() {
            try await ledger.bring([ids[2 * index], ids[2 * index + 1]], to: state, in: campaign)
        }
        let before = try ledger.messages(plan)
        #expect(ledger.recovered == 0)
        ledger.close()

        ledger = try place.open()
        #expect(ledger.recovered == 2)
        for (old, new) in zip(before, try ledger.messages(plan)) {
            guard old.state == .claimed else {
                #expect(new == old)
                continue
            }
            #expect(new.state == .unknown)
            #expect(new.trace.errorKey == "client.interrupted")
            #expect(new.trace.errorMessage != nil)
            #expect(new.trace.attempts == old.trace.attempts + 1)
            #expect(new.trace.finishedAtMilliseconds == 2_000)
        }
        ledger.close()
        #expect(try place.open().recovered == 0)
    }

    @Test(
        "Settling in a cancelled task settles, and the claim in the same commit holds", arguments: LedgerUnderTest.all)
    func cancelledTask(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<2), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        _ = try await ledger.carryOut(claiming: [ids[0]], for: campaign)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            _ = try await ledger.carryOut(
                settling: [Settlement(entry: ids[0], state: .sent)], claiming: [ids[1]], for: campaign, at: 2)
        }
        task.cancel()
        try await task.value
        #expect(try ledger.messages(plan).map(\.state) == [.sent, .claimed])
    }

    @Test("Commits from many tasks are made one after the other, each whole", arguments: LedgerUnderTest.all)
    func concurrentCommits(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<200), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in ids {
                group.addTask {
                    _ = try await ledger.carryOut(claiming: [id], for: campaign)
                    let settlement = Settlement(entry: id, state: id % 2 == 0 ? .sent : .rejected)
                    _ = try await ledger.carryOut(settling: [settlement], for: campaign, at: 2)
                }
            }
            try await group.waitForAll()
        }
        #expect(try ledger.counts(plan).states == [.sent: 100, .rejected: 100])
    }
}
