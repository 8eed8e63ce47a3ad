import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Moves between states")
struct TransitionTests {
    static let pairs = DeliveryState.allCases.flatMap { from in DeliveryState.allCases.map { (from, $0) } }

    @Test(
        "A move is made if the table has it and refused otherwise, and either way it is so after reopening",
        arguments: LedgerUnderTest.all, pairs)
    func everyPair(of kind: LedgerUnderTest, pair: (from: DeliveryState, to: DeliveryState)) async throws {
        let (from, to) = pair
        let place = try kind.place()
        var ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let entry = try ledger.messages(plan)[1].id
        try await ledger.bring([entry], to: from, in: campaign)

        let isLegal = try #require(DeliveryState.transitions[from]).contains(to)
        if isLegal {
            try await move(entry, from: from, to: to, in: ledger, campaign)
        } else if to == .claimed {
            // What cannot be claimed is not won, and nothing else is refused with it.
            #expect(try await ledger.carryOut(claiming: [entry], for: campaign, at: 5_000).claimed.isEmpty)
        } else {
            let error = await #expect(throws: LedgerFault.self) {
                try await move(entry, from: from, to: to, in: ledger, campaign)
            }
            guard case .transitionRefused(entry, let named, to) = error else {
                Issue.record("refused for another reason: \(error.map(String.init(describing:)) ?? "none")")
                return
            }
            // A settlement speaks of a claimed entry: one that is not claimed is named with the state it is in.
            if from == .claimed || from == .unknown { #expect(named == from) }
        }
        let expected = isLegal ? to : from
        #expect(try ledger.messages(plan)[1].state == expected)

        ledger.close()
        ledger = try place.open()
        #expect(try ledger.messages(plan)[1].state == (expected == .claimed ? .unknown : expected))
        #expect(try ledger.messages(plan).map(\.state).filter { $0 == .pending }.count >= 2)
        ledger.close()
    }

    /// Tries a move by the method that is for it.
    private func move(
        _ entry: Int64, from: DeliveryState, to: DeliveryState, in ledger: any Ledger, _ campaign: Campaign
    ) async throws {
        let settlement = Settlement(entry: entry, state: to, AttemptTrace(errorKey: "key", errorMessage: "text"))
        switch (from, to) {
        case (_, .claimed):
            let committed = try await ledger.carryOut(claiming: [entry], for: campaign, at: 5_000)
            #expect(committed.claimed == [entry])
        case (.unknown, _): try ledger.resolve([settlement])
        case (.sent, .unknown), (.rejected, .unknown), (.notSent, .unknown):
            #expect(try ledger.doubt([entry], errorKey: "key", reason: "text") == [entry: from])
        default: try await ledger.carryOut(settling: [settlement], for: campaign, at: 5_000)
        }
    }

    @Test(
        "A doubt changes what is final and nothing else, and says what everything was", arguments: LedgerUnderTest.all)
    func doubt(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<6), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        let states: [DeliveryState] = [.pending, .claimed, .sent, .rejected, .notSent, .unknown]
        for (id, state) in zip(ids, states) { try await ledger.bring([id], to: state, in: campaign) }
        let before = try ledger.doubt(ids + [ids[2], ids[5] + 1], errorKey: "doubt", reason: "why")
        #expect(before == Dictionary(uniqueKeysWithValues: zip(ids, states)))
        let after = try ledger.messages(plan)
        #expect(after.map(\.state) == [.pending, .claimed, .unknown, .unknown, .unknown, .unknown])
        #expect(after[2...4].allSatisfy { $0.trace.errorKey == "doubt" && $0.trace.errorMessage == "why" })
        #expect(after[5].trace.errorKey != "doubt")
        try await ledger.carryOut(settling: [Settlement(entry: ids[1], state: .sent)], for: campaign, at: 9)
        ledger.close()
    }

    @Test("A refused move takes everything with it that stood in the same commit", arguments: LedgerUnderTest.all)
    func refusalRollsBack(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<4), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.carryOut(claiming: [ids[0]], for: campaign)
        await #expect(throws: LedgerFault.transitionRefused(entry: ids[3], from: .pending, to: .sent)) {
            try await ledger.carryOut(
                settling: [Settlement(entry: ids[0], state: .sent), Settlement(entry: ids[3], state: .sent)],
                claiming: [ids[1]], for: campaign, at: 2)
        }
        #expect(try ledger.messages(plan).map(\.state) == [.claimed, .pending, .pending, .pending])
        try await ledger.carryOut(
            settling: [Settlement(entry: ids[0], state: .sent)], claiming: [ids[1]], for: campaign, at: 3)
        #expect(try ledger.messages(plan).map(\.state) == [.sent, .claimed, .pending, .pending])
    }

    @Test("Entries are claimed in any order, with or without gaps between them", arguments: LedgerUnderTest.all)
    func runsOfEntries(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<8), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.carryOut(
            claiming: [ids[6], ids[0], ids[1], ids[2], ids[5], ids[4]], for: campaign)
        let claimed = try ledger.messages(plan).map { $0.state == .claimed }
        #expect(claimed == [true, true, true, false, true, true, true, false])
    }

    @Test(
        "An entry that may not be claimed is not won, all others are, and the results stand",
        arguments: LedgerUnderTest.all, [0, 2, 4])
    func contestedAmongOthers(of kind: LedgerUnderTest, held: Int) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<6), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.carryOut(claiming: [ids[held], ids[5]], for: campaign)
        let asked = Array(ids[..<5]) + [ids[5] + 1]
        let committed = try await ledger.carryOut(
            settling: [Settlement(entry: ids[5], state: .sent)], claiming: asked, for: campaign)
        #expect(committed.claimed == ids[..<5].filter { $0 != ids[held] })
        #expect(try ledger.messages(plan).map(\.state) == Array(repeating: .claimed, count: 5) + [.sent])
    }

    @Test("An entry that is asked for twice is won once", arguments: LedgerUnderTest.all)
    func askedTwice(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let id = try ledger.messages(try ledger.enrol(Lines(users: 0..<1), in: campaign).plan)[0].id
        #expect(try await ledger.carryOut(claiming: [id, id], for: campaign).claimed == [id])
    }

    @Test("One commit can settle an entry and claim it again, and attempts add up", arguments: LedgerUnderTest.all)
    func settleAndClaimAgain(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<1), in: campaign).plan
        let id = try ledger.messages(plan)[0].id
        try await ledger.carryOut(claiming: [id], for: campaign)
        try await ledger.carryOut(
            settling: [Settlement(entry: id, state: .notSent, AttemptTrace(attempts: 3))], claiming: [id],
            for: campaign, at: 2)
        try await ledger.carryOut(
            settling: [
                Settlement(
                    entry: id, state: .rejected,
                    AttemptTrace(
                        attempts: 1, httpStatus: 422, errorKey: "user_not_found",
                        errorMessage: "no such\u{0} user", finishedAtMilliseconds: 77, durationMilliseconds: 12))
            ], for: campaign, at: 3)
        let entry = try ledger.messages(plan)[0]
        #expect(entry.trace.attempts == 4)
        #expect(entry.trace.httpStatus == 422)
        #expect(entry.trace.errorKey == "user_not_found")
        #expect(entry.trace.errorMessage == "no such\u{FFFD} user")
        #expect(entry.trace.finishedAtMilliseconds == 77)
        #expect(entry.trace.durationMilliseconds == 12)
    }

    @Test(
        "Texts longer than 2,048 bytes are cut between two characters, and others are kept whole",
        arguments: LedgerUnderTest.all)
    func cappedTexts(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<2), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        let fits = String(repeating: "x", count: 2048)
        let long = String(repeating: "x", count: 2046) + "€uro"
        try await ledger.carryOut(claiming: ids, for: campaign)
        try await ledger.carryOut(
            settling: zip(ids, [fits, long]).map {
                Settlement(entry: $0, state: .rejected, AttemptTrace(errorMessage: $1))
            }, for: campaign, at: 2)
        #expect(try ledger.messages(plan).map(\.trace.errorMessage) == [fits, String(repeating: "x", count: 2046)])
    }
}
