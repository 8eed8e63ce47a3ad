import BatchModel
import LedgerStore
import Manifests
import Synchronization
import TestSupport
import Testing

@testable import BatchEngine

@Suite("What a run enrols, and what it refuses to")
struct EnrollingTests {
    /// Counts how often a manifest is checked whole.
    private func checks(_ counter: TriedCounter) -> RunHooks {
        var hooks = RunHooks()
        hooks.checked = { _ in counter.count() }
        return hooks
    }

    @Test("A plan is used again while manifest and options are what they were, and made anew otherwise")
    func reuse() async throws {
        let bench = try RunBench(users: 3)
        let counter = TriedCounter()
        let refusing = ["user3": RunBench.refused]
        _ = try await bench.send("list.csv", refusing, hooks: checks(counter))
        #expect(counter.value == 1)
        #expect(try await bench.send("list.csv", refusing, hooks: checks(counter)).users == ["user3"])
        #expect(counter.value == 1)
        _ = try await bench.send("list.csv", refusing, hooks: checks(counter)) { $0.selection.skipInvalid = true }
        #expect(counter.value == 2)
        try bench.write(["user1,hello", "user2,hello", "user3,hello", "user4,hello"])
        #expect(try await bench.send(hooks: checks(counter)).users == ["user4", "user3"])
        #expect(counter.value == 3)
    }

    @Test("Rows that are wrong keep all others back, unless they may be passed over")
    func invalid() async throws {
        let bench = try RunBench(["user1,hello", ",nobody", "user3,"])
        let fault = await #expect(throws: RunFault.self) { try await bench.send() }
        guard case .invalidRows(let check) = fault else {
            Issue.record("refused for \(String(describing: fault))")
            return
        }
        #expect(check.invalid == 2)
        #expect(try bench.ledger().check().states.isEmpty)
        let (summary, users) = try await bench.send { $0.selection.skipInvalid = true }
        #expect(users == ["user1"])
        #expect(summary.tally[.invalid] == 2)
        #expect(try bench.outcomes() == [.sent, .invalid, .invalid])
    }

    @Test("A row edited after it was sent is refused, sent as a second message, or left out")
    func edited() async throws {
        let bench = try RunBench(users: 2)
        _ = try await bench.send()
        try bench.write(["user1,hello", "user2,changed"])
        let refusal = try await bench.refusal()
        #expect(refusal.hasPrefix("1 recipient was already sent something from this file, and the row changed since"))
        #expect(try bench.outcomes() == [.sent, .sent])
        let kept = try await bench.send { $0.editedRows = .keepServed }
        #expect(kept.users.isEmpty)
        #expect(try bench.outcomes() == [.sent, .excluded])
        let again = try await bench.send { $0.editedRows = .resend }
        #expect(again.users == ["user2"])
        #expect(try await bench.send().users.isEmpty)
    }

    @Test("Whoever is asked about edited rows decides, unless the plan was approved")
    func asksAboutEdited() async throws {
        let bench = try RunBench(users: 3)
        _ = try await bench.send("list.csv", ["user3": RunBench.unknown])
        try bench.write(["user1,hello", "user2,changed", "user3,changed"])
        let told = Mutex(0)
        var hooks = RunHooks()
        hooks.decideEdited = { count in
            told.withLock { $0 = count }
            return .keepServed
        }
        #expect(try await bench.refusal().contains("(1 only perhaps: the result is unknown)"))
        #expect(try await bench.send(hooks: hooks).users.isEmpty)
        #expect(told.withLock { $0 } == 2)
    }

    @Test("Another plan than the approved one is refused, and the approved one is sent")
    func approved() async throws {
        let bench = try RunBench(users: 2)
        let shown = Mutex("")
        var hooks = RunHooks()
        hooks.answer = .ask
        hooks.confirm = { forecast in
            shown.withLock { $0 = forecast.planDigest }
            return false
        }
        _ = try await bench.refusal(hooks: hooks)
        let plan = shown.withLock { $0 }
        try bench.write(["user1,hello", "user2,other"])
        #expect(try await bench.refusal { $0.expectedPlan = plan }.contains("not the one that was validated"))
        #expect(try await bench.refusal { $0.expectedPlan = "p2:nonsense" }.contains("--plan takes a whole plan"))
        try bench.write(["user1,hello", "user2,hello"])
        #expect(try await bench.send { $0.expectedPlan = plan }.users.count == 2)
    }

    @Test("A copy of a file that was sent follows it, under whatever name")
    func copy() async throws {
        let bench = try RunBench(users: 3)
        _ = try await bench.send { $0.selection.limit = 2 }
        try bench.write((1...3).map { "user\($0),hello" }, to: "copy.csv")
        #expect(try await bench.send("copy.csv").users == ["user3"])
        #expect(try bench.outcomes("copy.csv") == [.sent, .sent, .sent])
    }

    @Test("People whom another file of the batch served are asked about, and a yes is kept")
    func served() async throws {
        let bench = try RunBench(users: 3)
        _ = try await bench.send()
        try bench.write((1...4).map { "user\($0),another" }, to: "other.csv")
        #expect(try await bench.refusal("other.csv").contains("If it is what you mean, add --yes."))
        var yes = RunHooks()
        yes.answer = .accept
        #expect(try await bench.send("other.csv", hooks: yes) { $0.selection.limit = 3 }.users.count == 3)
        // What was said yes to is not asked again.
        #expect(try await bench.send("other.csv").users == ["user4"])
        // Under a label of its own it is another batch.
        #expect(try await bench.send("other.csv") { $0.batch = "may" }.users.count == 4)
    }

    @Test("A label left out is asked about where the file was sent under one")
    func forgottenLabel() async throws {
        let bench = try RunBench(users: 2)
        _ = try await bench.send { $0.batch = "may" }
        #expect(try await bench.refusal().contains("may"))
        #expect(try await bench.send { $0.batch = "may" }.users.isEmpty)
    }
}
