import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite(
    "Joining senders", .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
struct JoiningTests {
    private func fault(_ body: () throws -> PostgresStore) -> LedgerFault? {
        do {
            try body().close()
            return nil
        } catch { return error as? LedgerFault }
    }

    private func isStarting(_ fault: LedgerFault?) -> Bool { if case .starting = fault { true } else { false } }

    private func isLocked(_ fault: LedgerFault?) -> Bool { if case .locked = fault { true } else { false } }

    @Test("Who comes while a first one is about to begin is told to wait, and joins what it began")
    func starting() throws {
        let bench = try Bench()
        let first = try bench.openSending()
        #expect(first.joined == nil)
        #expect(isStarting(fault { try bench.openSending() }))
        let (_, plan, _) = try bench.enrol(3, in: first)
        let terms = FleetTerms(site: FleetBench.identity.site)
        let run = try first.beginRun(
            plan, settingsJSON: "{}", terms: terms, reach: 3, reopens: false, at: 1)
        let second = try bench.openSending()
        let joined = try #require(second.joined)
        #expect(joined.record.id == run.id && joined.plan == plan.id && joined.members.count == 1)
        #expect(try second.members(of: run).map(\.state) == [.live, .live])
    }

    @Test("Another list, and what needs the ledger at rest, must wait; verdicts need not")
    func others() throws {
        let fleet = try FleetBench(3)
        let other = CampaignIdentity(site: FleetBench.identity.site, batch: "other", manifestPath: "/data/list.csv")
        #expect(isLocked(fault { try fleet.bench.openSending("send list.csv", other) }))
        #expect(isLocked(fault { try fleet.bench.open("ledger forget") }))
        let resolving = try PostgresStore.openForWriting(fleet.bench.address, command: "resolve", for: .resolving)
        try fleet.join().close()
        resolving.close()
        fleet.first.close()
        let alone = try fleet.bench.open("ledger forget")
        #expect(isLocked(fault { try fleet.bench.openSending() }))
        #expect(
            isLocked(
                fault { try PostgresStore.openForWriting(fleet.bench.address, command: "resolve", for: .resolving) }))
        alone.close()
    }

    @Test("A run that stops, or ends, is not joined any more")
    func ending() throws {
        let fleet = try FleetBench(3)
        try fleet.bench.aside.query("UPDATE run SET stop_reason = 'asked'")
        #expect(isStarting(fault { try fleet.bench.openSending() }))
        fleet.first.close()
        let next = try fleet.bench.openSending()
        #expect(next.joined == nil)
    }

    @Test("Of two that start at once one begins and the other is told to wait", arguments: 0..<10)
    func races(_: Int) async throws {
        let address = try Bench().address
        let opened = await withTaskGroup(of: (PostgresStore?, LedgerFault?).self) { group in
            for _ in 0..<2 {
                group.addTask {
                    do {
                        return (
                            try PostgresStore.openForWriting(
                                address, command: "send", for: .sending(FleetBench.identity)), nil
                        )
                    } catch { return (nil, error as? LedgerFault) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(opened.count { $0.0 != nil } == 1)
        #expect(opened.count { isStarting($0.1) } == 1)
    }

    @Test("A run has its end when the last of its senders says so, or one that saw all of it done")
    func ends() throws {
        let fleet = try FleetBench(3)
        let second = try fleet.join()
        try fleet.first.endRun(fleet.run, at: 5, exitCode: 130, tally: BatchTally())
        #expect(try second.runs(RunQuery()).first?.endedAtMilliseconds == nil)
        try second.endRun(fleet.run, at: 6, exitCode: 4, tally: BatchTally())
        #expect(try second.runs(RunQuery()).first?.exitCode == 4)
        let other = try FleetBench(3)
        _ = try other.join()
        try other.first.endRun(other.run, at: 5, exitCode: 0, tally: BatchTally())
        #expect(try other.first.runs(RunQuery()).first?.exitCode == 0)
    }

    @Test("Who is asked to leave hears it, and claims nothing more; others go on")
    func drained() async throws {
        let fleet = try FleetBench(4)
        let second = try fleet.join()
        let number = try #require(second.member?.id)
        #expect(try PostgresStore.ask(.drain([number]), of: fleet.run, at: fleet.bench.address) == 1)
        let committed = try await fleet.commit(second, claiming: [fleet.ids[0]])
        #expect(committed.claimed.isEmpty && committed.news?.isDraining == true)
        #expect(committed.news?.untried == [fleet.ids[0]])
        #expect(try await fleet.commit(fleet.first, claiming: [fleet.ids[0]]).claimed == [fleet.ids[0]])
        #expect(try fleet.first.members(of: fleet.run).map(\.state) == [.live, .draining])
        #expect(try PostgresStore.ask(.stop, of: fleet.run, at: fleet.bench.address) == 2)
        #expect(try await fleet.first.look().stop == "asked")
        #expect(try await fleet.commit(fleet.first, claiming: [fleet.ids[1]]).claimed.isEmpty)
    }
}
