import BatchModel
import LedgerStore
import Testing

@testable import SQLiteLedger

@Suite("Moves between states")
struct TransitionTests {
    static let pairs = DeliveryState.allCases.flatMap { from in DeliveryState.allCases.map { (from, $0) } }

    @Test(
        "A move is made if the table has it and refused otherwise, and either way it is so after reopening",
        arguments: pairs)
    func everyPair(from: DeliveryState, to: DeliveryState) throws {
        let scratch = try Scratch()
        var ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let entry = try ledger.messages(plan)[1].id
        try ledger.bring([entry], to: from, in: campaign)

        let isLegal = try #require(DeliveryState.transitions[from]).contains(to)
        let settlement = Settlement(entry: entry, state: to, AttemptTrace(errorKey: "key", errorMessage: "text"))
        let move = {
            switch (from, to) {
            case (_, .claimed): try ledger.commit(settling: [], claiming: [entry], for: campaign, at: 5_000)
            case (.unknown, _): try ledger.resolve([settlement])
            case (.sent, .unknown), (.rejected, .unknown), (.notSent, .unknown):
                #expect(try ledger.doubt([entry], errorKey: "key", reason: "text") == [entry: from])
            default: try ledger.commit(settling: [settlement], claiming: [], for: campaign, at: 5_000)
            }
        }
        if isLegal {
            try move()
        } else if to == .claimed {
            // What cannot be claimed is not won, and nothing else is refused with it.
            let committed = try ledger.commit(settling: [], claiming: [entry], for: campaign, at: 5_000)
            #expect(committed.claimed.isEmpty)
        } else {
            // A settlement speaks of a claimed entry: one that is not claimed is named with the state it is in.
            let stated = from == .claimed || from == .unknown ? from : nil
            let error = #expect(throws: LedgerFault.self) { try move() }
            guard case .transitionRefused(entry, let named, to) = error else {
                Issue.record("refused for another reason: \(error.map(String.init(describing:)) ?? "none")")
                return
            }
            if let stated { #expect(named == stated) }
        }
        let expected = isLegal ? to : from
        #expect(try ledger.messages(plan)[1].state == expected)

        ledger.close()
        ledger = try scratch.open()
        #expect(try ledger.messages(plan)[1].state == (expected == .claimed ? .unknown : expected))
        #expect(try ledger.messages(plan).map(\.state).filter { $0 == .pending }.count >= 2)
        ledger.close()
    }

    @Test("A doubt changes what is final and nothing else, and says what everything was")
    func doubt() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<6), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        let states: [DeliveryState] = [.pending, .claimed, .sent, .rejected, .notSent, .unknown]
        for (id, state) in zip(ids, states) { try ledger.bring([id], to: state, in: campaign) }
        let before = try ledger.doubt(ids + [ids[2], ids[5] + 1], errorKey: "doubt", reason: "why")
        #expect(before == Dictionary(uniqueKeysWithValues: zip(ids, states)))
        let after = try ledger.messages(plan)
        #expect(after.map(\.state) == [.pending, .claimed, .unknown, .unknown, .unknown, .unknown])
        #expect(after[2...4].allSatisfy { $0.trace.errorKey == "doubt" && $0.trace.errorMessage == "why" })
        #expect(after[5].trace.errorKey != "doubt")
        try ledger.commit(settling: [Settlement(entry: ids[1], state: .sent)], claiming: [], for: campaign, at: 9)
        ledger.close()
    }

    @Test("A refused move takes everything with it that stood in the same commit")
    func refusalRollsBack() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<4), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try ledger.commit(settling: [], claiming: [ids[0]], for: campaign, at: 1)
        #expect(throws: LedgerFault.transitionRefused(entry: ids[3], from: .pending, to: .sent)) {
            try ledger.commit(
                settling: [Settlement(entry: ids[0], state: .sent), Settlement(entry: ids[3], state: .sent)],
                claiming: [ids[1]], for: campaign, at: 2)
        }
        #expect(try ledger.messages(plan).map(\.state) == [.claimed, .pending, .pending, .pending])
        try ledger.commit(settling: [Settlement(entry: ids[0], state: .sent)], claiming: [ids[1]], for: campaign, at: 3)
        #expect(try ledger.messages(plan).map(\.state) == [.sent, .claimed, .pending, .pending])
    }

    @Test("Entries are claimed in any order, with or without gaps between them")
    func runsOfEntries() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<8), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try ledger.commit(
            settling: [], claiming: [ids[6], ids[0], ids[1], ids[2], ids[5], ids[4]], for: campaign, at: 1)
        let claimed = try ledger.messages(plan).map { $0.state == .claimed }
        #expect(claimed == [true, true, true, false, true, true, true, false])
    }

    @Test("An entry that may not be claimed is not won, all others are, and the results stand", arguments: [0, 2, 4])
    func contestedAmongOthers(place: Int) throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<6), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try ledger.commit(settling: [], claiming: [ids[place], ids[5]], for: campaign, at: 1)
        let asked = Array(ids[..<5]) + [ids[5] + 1]
        let committed = try ledger.commit(
            settling: [Settlement(entry: ids[5], state: .sent)], claiming: asked, for: campaign, at: 1)
        #expect(committed.claimed == ids[..<5].filter { $0 != ids[place] })
        #expect(try ledger.messages(plan).map(\.state) == Array(repeating: .claimed, count: 5) + [.sent])
    }

    @Test("An entry that is asked for twice is won once")
    func askedTwice() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let id = try ledger.messages(try ledger.enrol(Lines(users: 0..<1), in: campaign).plan)[0].id
        #expect(try ledger.commit(settling: [], claiming: [id, id], for: campaign, at: 1).claimed == [id])
    }

    @Test("One commit can settle an entry and claim it again, and attempts add up")
    func settleAndClaimAgain() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<1), in: campaign).plan
        let id = try ledger.messages(plan)[0].id
        try ledger.commit(settling: [], claiming: [id], for: campaign, at: 1)
        try ledger.commit(
            settling: [Settlement(entry: id, state: .notSent, AttemptTrace(attempts: 3))], claiming: [id],
            for: campaign, at: 2)
        try ledger.commit(
            settling: [
                Settlement(
                    entry: id, state: .rejected,
                    AttemptTrace(
                        attempts: 1, httpStatus: 422, errorKey: "user_not_found",
                        errorMessage: "no such\u{0} user", finishedAtMilliseconds: 77, durationMilliseconds: 12))
            ], claiming: [], for: campaign, at: 3)
        let entry = try ledger.messages(plan)[0]
        #expect(entry.trace.attempts == 4)
        #expect(entry.trace.httpStatus == 422)
        #expect(entry.trace.errorKey == "user_not_found")
        #expect(entry.trace.errorMessage == "no such\u{0} user")
        #expect(entry.trace.finishedAtMilliseconds == 77)
        #expect(entry.trace.durationMilliseconds == 12)
    }

    @Test("Texts longer than 2,048 bytes are cut between two characters, and others are kept whole")
    func cappedTexts() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<2), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        let fits = String(repeating: "x", count: 2048)
        let long = String(repeating: "x", count: 2046) + "€uro"
        try ledger.commit(settling: [], claiming: ids, for: campaign, at: 1)
        try ledger.commit(
            settling: zip(ids, [fits, long]).map {
                Settlement(entry: $0, state: .rejected, AttemptTrace(errorMessage: $1))
            },
            claiming: [], for: campaign, at: 2)
        #expect(try ledger.messages(plan).map(\.trace.errorMessage) == [fits, String(repeating: "x", count: 2046)])
    }
}
