import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite(
    "Rows handed out", .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
struct GrantTests {
    @Test(
        "A range is a sixty-fourth of the rows, at least 16 and at most 1,024",
        arguments: [(10, 16), (6_400, 100), (1_000_000, 1_024)])
    func size(rows: Int, expected: Int) { #expect(PostgresStore.grantSize(ofRows: rows) == expected) }

    @Test("Every row is handed out once, whoever asks when")
    func apart() throws {
        let fleet = try FleetBench(100)
        let second = try fleet.join()
        var (mine, theirs): ([Range<Int>], [Range<Int>]) = ([], [])
        while true {
            let one = try fleet.first.nextGrant(of: fleet.plan, in: .pending, from: mine.last?.upperBound ?? 0)
            let other = try second.nextGrant(of: fleet.plan, in: .pending, from: theirs.last?.upperBound ?? 0)
            if let one { mine.append(one) }
            if let other { theirs.append(other) }
            if one == nil, other == nil { break }
        }
        #expect((mine + theirs).flatMap(\.self).sorted() == Array(0..<100))
        #expect(!mine.isEmpty && !theirs.isEmpty)
    }

    @Test("Nothing is handed out beyond what the run may send")
    func reach() throws {
        let fleet = try FleetBench(100, reach: 20)
        #expect(try fleet.grants(fleet.first).flatMap(\.self) == Array(0..<20))
    }

    @Test("What a member had that is gone is for others, and what it had claimed is unknown, and nobody's")
    func takenOver() async throws {
        let fleet = try FleetBench(40)
        let second = try fleet.join()
        #expect(try second.nextGrant(of: fleet.plan, in: .pending, from: 0) == 0..<16)
        #expect(try await fleet.commit(second, claiming: Array(fleet.ids[0..<2])).claimed.count == 2)
        #expect(try fleet.grants(fleet.first) == [16..<32, 32..<40])
        try fleet.first.finishGrants()
        #expect(try fleet.first.work() == .others)
        try fleet.lose(second, seenBy: fleet.first)
        #expect(try fleet.first.work() == .rows)
        #expect(try fleet.states()[0..<3] == [.unknown, .unknown, .pending])
        #expect(try fleet.first.nextGrant(of: fleet.plan, in: .pending, from: 0) == 0..<16)
        #expect(try await fleet.commit(fleet.first, claiming: Array(fleet.ids[0..<3])).claimed == [fleet.ids[2]])
        // It hears of it, claims nothing any more, and what it heard of its own is recorded.
        let late = try await fleet.commit(
            second, settling: [Settlement(entry: fleet.ids[0], state: .sent, AttemptTrace(attempts: 1))],
            claiming: [fleet.ids[3]])
        #expect(late.claimed.isEmpty && late.end != nil)
        #expect(try fleet.states()[0] == .sent)
        let gone = try #require(try fleet.first.members(of: fleet.run).last)
        #expect(gone.state == .gone && gone.unknown == 1)
    }

    @Test("A member that may still live keeps its rows")
    func alive() throws {
        let fleet = try FleetBench(40)
        let second = try fleet.join()
        _ = try fleet.grants(second)
        #expect(try fleet.first.session.queue.sync { try fleet.first.session.takeOverFromGone() } == 0)
        #expect(try fleet.grants(fleet.first).isEmpty)
        #expect(second.mayBegin)
    }

    @Test(
        "Who leaves gives back what it had: ranges, rows it claimed and did not begin, rows it would have tried again")
    func givenBack() async throws {
        let fleet = try FleetBench(20)
        let second = try fleet.join()
        #expect(try fleet.grants(second).count == 2)
        let claimed = Array(fleet.ids[0..<3])
        try await fleet.commit(second, claiming: claimed)
        try await fleet.commit(
            second,
            settling: [
                Settlement(entry: claimed[0], state: .sent, AttemptTrace(attempts: 1)),
                Settlement(entry: claimed[1], state: .notSent, AttemptTrace(attempts: 0)),
                Settlement(entry: claimed[2], state: .notSent, AttemptTrace(attempts: 1)),
            ])
        try second.giveBack([claimed[1], claimed[2]])
        second.close()
        #expect(try fleet.grants(fleet.first, in: .pending) == [0..<16, 16..<20])
        #expect(try fleet.grants(fleet.first, in: .notSent) == [1..<2, 2..<3])
        let won = try await fleet.commit(fleet.first, claiming: claimed).claimed
        #expect(won == [claimed[1], claimed[2]])
    }

    @Test("A result is final within a run for all but the member that has it, and no later run's")
    func final() async throws {
        let fleet = try FleetBench(4)
        let second = try fleet.join()
        let (mine, theirs) = (fleet.ids[0], fleet.ids[1])
        try await fleet.commit(fleet.first, claiming: [mine])
        try await fleet.commit(second, claiming: [theirs])
        try await fleet.commit(
            fleet.first, settling: [Settlement(entry: mine, state: .notSent, AttemptTrace(attempts: 1))])
        try await fleet.commit(
            second, settling: [Settlement(entry: theirs, state: .rejected, AttemptTrace(attempts: 1))])
        #expect(try fleet.grants(second, in: .notSent).isEmpty)
        #expect(try fleet.grants(second, in: .rejected).isEmpty)
        #expect(try await fleet.commit(second, claiming: [mine]).claimed.isEmpty)
        #expect(try await fleet.commit(fleet.first, claiming: [mine]).claimed == [mine])
        try await fleet.commit(
            fleet.first, settling: [Settlement(entry: mine, state: .notSent, AttemptTrace(attempts: 1))])
        second.close()
        fleet.first.close()
        let next = try fleet.bench.openSending()
        _ = try next.beginRun(fleet.plan, settingsJSON: "{}", terms: fleet.terms, reach: 4, reopens: false, at: 9)
        #expect(try next.nextGrant(of: fleet.plan, in: .notSent, from: 0) == 0..<4)
        #expect(try next.nextGrant(of: fleet.plan, in: .rejected, from: 0) == 1..<4)
    }

    @Test("A range whose rows are all claimed or done is not looked through again when its member is gone")
    func finished() async throws {
        let fleet = try FleetBench(40)
        let second = try fleet.join()
        #expect(try second.nextGrant(of: fleet.plan, in: .pending, from: 0) == 0..<16)
        try await fleet.commit(second, claiming: Array(fleet.ids[0..<16]))
        #expect(try second.nextGrant(of: fleet.plan, in: .pending, from: 16) == 16..<32)
        try fleet.lose(second, seenBy: fleet.first)
        #expect(try fleet.grants(fleet.first) == [16..<32, 32..<40])
    }

    @Test("Nothing is left once all is done, and others are waited for until then")
    func work() throws {
        let fleet = try FleetBench(20)
        let second = try fleet.join()
        _ = try fleet.grants(second)
        #expect(try fleet.first.work() == .others)
        try second.finishGrants()
        #expect(try fleet.first.work() == .nothing && second.work() == .nothing)
    }
}
