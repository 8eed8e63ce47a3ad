import BatchModel
import GrupoAPI
import LedgerStore
import Synchronization
import TestSupport
import Testing

@testable import BatchEngine

@Suite("A run")
struct BatchRunTests {
    @Test("sends every row once, in order, and records how it ended")
    func allSent() async throws {
        let bench = try RunBench(users: 5)
        let (summary, users) = try await bench.send()
        #expect(users == (1...5).map { "user\($0)" })
        #expect(summary.tally[.sent] == 5)
        #expect(summary.tried == 5)
        #expect(summary.stop == nil)
        #expect(RunEnd(summary) == .complete)
        let run = try #require(try bench.ledger().runs(RunQuery()).first)
        #expect(run.exitCode == 0)
        #expect(run.tally?.total == 5)
        #expect(StoredSettings(json: run.settingsJSON)?.site == "https://chat.example")
        #expect(try bench.ledger().holders.isEmpty)
    }

    @Test("has nothing to do a second time, and says when the batch was complete")
    func again() async throws {
        let bench = try RunBench(users: 3)
        _ = try await bench.send()
        let (summary, users) = try await bench.send()
        #expect(users.isEmpty)
        #expect(summary.completedEarlierAtMilliseconds != nil)
        #expect(RunEnd(summary) == .complete)
        #expect(try bench.ledger().runs(RunQuery()).count == 1)
    }

    @Test("leaves a refused row for the next run, which tries that row alone")
    func oneRefused() async throws {
        let bench = try RunBench(users: 4)
        let (summary, _) = try await bench.send("list.csv", ["user3": RunBench.refused])
        #expect(RunEnd(summary) == .someFailed)
        #expect(try bench.outcomes() == [.sent, .sent, .rejected, .sent])
        let next = try await bench.send()
        #expect(next.users == ["user3"])
        #expect(next.summary.tally[.sent] == 4)
    }

    @Test("never sends a row again that may have arrived")
    func unknown() async throws {
        let bench = try RunBench(users: 4)
        let (summary, _) = try await bench.send("list.csv", ["user2": RunBench.unknown])
        #expect(RunEnd(summary) == .someUnknown)
        let next = try await bench.send()
        #expect(next.users.isEmpty)
        #expect(next.summary.tally[.unknown] == 1)
        #expect(RunEnd(next.summary) == .someUnknown)
    }

    @Test("goes on after one that died: what was in flight is unknown and not sent, all others are")
    func afterCrash() async throws {
        let bench = try RunBench(users: 6)
        _ = try await bench.send { $0.selection.limit = 2 }
        try await bench.die(claiming: [2, 4])
        let (summary, users) = try await bench.send()
        #expect(summary.recovered == 2)
        #expect(users == ["user4", "user6"])
        #expect(try bench.outcomes() == [.sent, .sent, .unknown, .sent, .unknown, .sent])
        #expect(RunEnd(summary) == .someUnknown)
    }

    @Test("sends the rows that were chosen, and the others later")
    func selection() async throws {
        let bench = try RunBench(users: 6)
        let chosen = try await bench.send {
            $0.selection.rows = 3...6
            $0.selection.limit = 2
        }
        #expect(chosen.users == ["user2", "user3"])
        #expect(chosen.summary.selected.total == 2)
        #expect(chosen.summary.tally[.pending] == 4)
        #expect(RunEnd(chosen.summary) == .complete)
        #expect(try await bench.send().users == ["user1", "user4", "user5", "user6"])
    }

    @Test("ends when it is told to, and the next one sends the rest")
    func interrupted() async throws {
        let bench = try RunBench(users: 20)
        let stop = StopSignal()
        var hooks = RunHooks()
        hooks.observe = { if case .settled(row: 4, _, _, _, _) = $0 { stop.raise(signal: 15) } }
        let (summary, users) = try await bench.send(hooks: hooks, stop: stop)
        #expect(RunEnd(summary) == .interrupted(signal: 15))
        #expect(users.count < 20)
        #expect(summary.tally[.sent] == users.count)
        #expect(try bench.ledger().runs(RunQuery()).first?.exitCode == 143)
        let rest = try await bench.send().users
        #expect(Set(users + rest).count == 20)
        #expect(users.count + rest.count == 20)
    }

    @Test("stops where the site refuses the key, and keeps the rows that it did not try")
    func stopped() async throws {
        let bench = try RunBench(users: 50)
        let wrong = AttemptResult(.rejected, errorKey: "invalid_api_key", httpStatus: 200)
        let answers = Dictionary(uniqueKeysWithValues: (1...50).map { ("user\($0)", wrong) })
        let (summary, users) = try await bench.send("list.csv", answers)
        #expect(users.count == 5)
        #expect(RunEnd(summary) == .stopped)
        #expect(summary.tally[.pending] == 45)
    }

    @Test("claims nothing and records no run when there is nobody to send by")
    func noSender() async throws {
        struct NoKey: Error {}
        let bench = try RunBench(users: 2)
        let run = BatchRun(try bench.settings(), hooks: RunHooks(), stop: StopSignal())
        await #expect(throws: NoKey.self) { try await run.send { _, _ in throw NoKey() } }
        #expect(try bench.ledger().runs(RunQuery()).isEmpty)
        #expect(try bench.ledger().check().states == [.pending: 2])
        #expect(try await bench.send().users.count == 2)
    }

    @Test("does not begin while another one has the ledger, nor after a signal")
    func cannotBegin() async throws {
        let bench = try RunBench(users: 2)
        let other = try bench.ledgers.openForWriting(bench.address, command: "send other.csv")
        let locked = try await bench.refusal()
        #expect(locked.contains("send other.csv"))
        other.close()
        let stop = StopSignal()
        stop.raise(signal: 2)
        let fault = await #expect(throws: RunFault.self) { try await bench.send(stop: stop) }
        guard case .interrupted(signal: 2) = fault else {
            Issue.record("ended with \(String(describing: fault))")
            return
        }
        #expect(try bench.ledger().check().states.isEmpty)
    }

    @Test("asks before the first message leaves, and is asked again after a no")
    func declined() async throws {
        let bench = try RunBench(users: 2)
        let asked = Mutex<[PlannedMessage?]>([])
        var hooks = RunHooks()
        hooks.answer = .ask
        hooks.confirm = { forecast in
            asked.withLock { $0.append(forecast.first) }
            return asked.withLock { $0.count } > 1
        }
        #expect(try await bench.refusal(hooks: hooks).contains("declined"))
        #expect(try bench.ledger().runs(RunQuery()).isEmpty)
        #expect(try await bench.send(hooks: hooks).users.count == 2)
        #expect(asked.withLock { $0.map { $0?.user } } == ["user1", "user1"])
    }
}
