import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Moving a ledger to another one")
struct MovingTests {
    private func isMoved(_ body: () throws -> Void) -> Bool {
        do { try body() } catch LedgerFault.moved(_, "next") { return true } catch {}
        return false
    }

    private func isLocked(_ body: () throws -> Void) -> Bool {
        do { try body() } catch LedgerFault.locked { return true } catch {}
        return false
    }

    @Test("A history goes on in whatever ledger it is moved to, and back in the one it came from", arguments: 1...6)
    func goesOn(seed: UInt64) async throws {
        var history = try RandomHistory(seed: seed)
        let begin = history.places
        for round in 1...LedgerUnderTest.all.count {
            for _ in 0..<20 { try await history.play() }
            try history.move(to: try RandomHistory.places(shiftedBy: round), token: "move \(round)")
            try await history.compare()
        }
        for _ in 0..<10 {
            try await history.play()
            try await history.compare()
        }
        for place in begin {
            #expect(isMoved { _ = try place.openForWriting("send list.csv") })
        }
        // What it knew then, all others know better.
        try history.move(to: begin, token: "back")
        for _ in 0..<10 {
            try await history.compare()
            try await history.play()
        }
    }

    @Test("Two histories become one, the same in every kind of ledger, also when that is done again", arguments: 1...6)
    func merges(seed: UInt64) async throws {
        var (history, other) = (try RandomHistory(seed: seed), try RandomHistory(seed: seed + 100))
        for _ in 0..<30 {
            try await history.play()
            try await other.play()
        }
        try await history.take(&other, token: "merge")
        try await history.compare()
        for _ in 0..<20 {
            try await history.play()
            try await history.compare()
        }
    }

    @Test("Of two results of one message the one counts that speaks against sending", arguments: LedgerUnderTest.all)
    func strength(of kind: LedgerUnderTest) async throws {
        let ranks: [DeliveryState: Int] = [.pending: 0, .rejected: 1, .notSent: 1, .unknown: 2, .sent: 3]
        for (state, rank) in ranks {
            for (other, otherRank) in ranks {
                let (place, source) = (try kind.place(), try LedgerUnderTest.memory.place().openToMove())
                let ledger = try place.openToMove()
                try await ledger.serve(Lines([Line("anna")]), in: try ledger.campaign(), as: state)
                try await source.serve(Lines([Line("anna")]), in: try source.campaign("/data/other.csv"), as: other)
                let summary = try #require(try LedgerMove.bring(source, into: ledger, token: "t"))
                #expect(summary.messages.changed == (otherRank > rank ? 1 : 0), "\(state) met \(other)")
                let found = try #require(try ledger.lookup(Lines([]).identity(Line("anna"))))
                #expect(found.state == (otherRank > rank ? other : state), "\(state) met \(other)")
                // Both files have it in their record when both served it.
                let served = try ["/data/list.csv", "/data/other.csv"].map {
                    try ledger.served(try ledger.campaign($0).identity).count
                }
                #expect(served == [rank > 1 ? 1 : 0, otherRank > 1 ? 1 : 0], "\(state) met \(other)")
            }
        }
    }

    @Test("A person's verdict stands against the attempt it was about", arguments: LedgerUnderTest.all)
    func verdict(of kind: LedgerUnderTest) async throws {
        for (end, expected) in [(2_000, DeliveryState.notSent), (9_000, .unknown)] as [(Int64, DeliveryState)] {
            let (place, source) = (try kind.place(), try LedgerUnderTest.memory.place().openToMove())
            let ledger = try place.openToMove()
            let lines = Lines([Line("anna")])
            try await ledger.serve(lines, in: try ledger.campaign(), as: .unknown)
            let entry = try #require(try ledger.lookup(lines.identity(Line("anna"))))
            try ledger.resolve([
                Settlement(
                    entry: entry.id, state: .notSent,
                    AttemptTrace(attempts: 0, errorKey: PersonVerdict.notSent.errorKey))
            ])
            try await source.serve(lines, in: try source.campaign(), as: .unknown, at: end)
            _ = try LedgerMove.bring(source, into: ledger, token: "t")
            #expect(try ledger.lookup(lines.identity(Line("anna")))?.state == expected)
        }
    }

    @Test("A run that died leaves unknown what it had claimed", arguments: LedgerUnderTest.all)
    func claimed(of kind: LedgerUnderTest) async throws {
        let (place, target) = (try kind.place(), try LedgerUnderTest.memory.place().openToMove())
        let ledger = try place.open()
        try await ledger.serve(Lines([Line("anna")]), in: try ledger.campaign(), as: .claimed)
        ledger.close()
        _ = try LedgerMove.bring(try place.openToMove(), into: target, token: "t")
        let found = try #require(try target.lookup(Lines([]).identity(Line("anna"))))
        #expect(found.state == .unknown)
        #expect(found.trace.errorKey == RecordedErrorKey.interrupted.rawValue)
    }

    @Test("While one is at work on a ledger nobody moves it, and the other way round", arguments: LedgerUnderTest.all)
    func alone(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let first = try place.open()
        #expect(isLocked { _ = try place.openForMoving("ledger import") })
        first.close()
        let mover = try place.openToMove()
        #expect(isLocked { _ = try place.openForWriting("send list.csv") })
        #expect(isLocked { _ = try place.openForMoving("ledger import") })
        mover.close()
        try place.open().close()
    }

    @Test("A ledger that was moved goes nowhere else and takes nothing in", arguments: LedgerUnderTest.all)
    func moved(of kind: LedgerUnderTest) async throws {
        let (place, other) = (try kind.place(), try LedgerUnderTest.memory.place().openToMove())
        let ledger = try place.openToMove()
        try ledger.markMoved(to: MovedLedger(displayName: "next", token: "t", atMilliseconds: 7))
        #expect(try ledger.moved() == MovedLedger(displayName: "next", token: "t", atMilliseconds: 7))
        #expect(try ledger.check().movedTo?.displayName == "next")
        #expect(isMoved { _ = try LedgerMove.bring(ledger, into: other, token: "u") })
        #expect(isMoved { _ = try LedgerMove.bring(other, into: ledger, token: "u") })
        ledger.close()
        #expect(isMoved { _ = try place.openForWriting("send list.csv") })
        #expect(try place.reader().moved()?.displayName == "next")
    }

    @Test("What throws midway leaves the ledger as it was", arguments: LedgerUnderTest.all)
    func allOrNothing(of kind: LedgerUnderTest) async throws {
        let (place, source) = (try kind.place(), try LedgerUnderTest.memory.place().openToMove())
        let ledger = try place.openToMove()
        try await source.serve(Lines(users: 0..<5), in: try source.campaign())
        #expect(throws: Refusal.self) {
            try ledger.takeIn { target in
                _ = try target.insert(try source.messages(after: 0, limit: 3))
                throw Refusal()
            }
        }
        #expect(try ledger.check().states.isEmpty)
        #expect(try LedgerMove.bring(source, into: ledger, token: "t")?.messages.added == 5)
        #expect(try ledger.check().states == [.sent: 5])
    }

    @Test("What the pacer kept, answers, reports and runs come along", arguments: LedgerUnderTest.all)
    func theRest(of kind: LedgerUnderTest) async throws {
        let (place, source) = (try kind.place(), try LedgerUnderTest.memory.place().openToMove())
        let ledger = try place.openToMove()
        let (own, came) = (try ledger.campaign(), try source.campaign())
        try ledger.storePacing(site: "s", ["last_start": "5", "day": "3", "started_on_day": "9", "closed": ""])
        try source.storePacing(site: "s", ["last_start": "7", "day": "3", "started_on_day": "4", "closed": "x"])
        try ledger.remember("q", of: own, recipients: 2)
        try source.remember("q", of: came, recipients: 4)
        try source.rememberReport(at: "/r.csv", of: came, version: "1")
        let run = try ledger.beginRun(own, settingsJSON: "own", at: 50)
        for (settings, start) in [("before", 20), ("earlier", 30), ("later", 60)] as [(String, Int64)] {
            let run = try source.beginRun(came, settingsJSON: settings, at: start)
            try source.endRun(run, at: start + 1, exitCode: 3, tally: BatchTally())
        }
        #expect(try LedgerMove.bring(source, into: ledger, token: "t")?.runs == 3)
        #expect(
            try ledger.pacing(site: "s") == ["last_start": "7", "day": "3", "started_on_day": "9", "closed": "x"])
        #expect(try ledger.answered("q", of: own) == 4)
        #expect(try ledger.ownReport(at: "/r.csv") == OwnReport(campaign: own.id, version: "1"))
        #expect(try ledger.runs(RunQuery()).map(\.settingsJSON) == ["later", "own", "earlier", "before"])
        #expect(try ledger.runs(RunQuery()).map(\.exitCode) == [3, nil, 3, 3])
        try ledger.endRun(run, at: 90, exitCode: 0, tally: BatchTally())
        #expect(try ledger.latestRun(manifest: own.identity.manifestPath)?.settingsJSON == "later")
    }
}
