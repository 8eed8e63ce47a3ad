import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("What other runs ask of a ledger")
struct ServedTests {
    private static let site = "https://chat.example"

    @Test(
        "Messages are served, perhaps served, or under way by the run that is at work", arguments: LedgerUnderTest.all)
    func held(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<7)
        let ids = try ledger.messages(try ledger.enrol(lines, in: campaign).plan).map(\.id)
        for (id, state) in zip(ids, DeliveryState.allCases) { try await ledger.bring([id], to: state, in: campaign) }
        let rows = (lines.lines + [Line("stranger")]).map { MessageToSend(lines.identity($0)) }
        func count(_ alive: Campaign?) throws -> HeldMessages {
            var held = HeldMessages()
            try ledger.count(rows, site: Self.site, batch: nil, alive: alive, in: &held)
            return held
        }
        let dead = try count(nil)
        // Sent, unknown, and what a run that died had claimed.
        #expect((dead.served, dead.unknown, dead.underWay) == (3, 2, 0))
        #expect(dead.lastAtMilliseconds == 3_000)
        #expect(dead.campaign == campaign.id)
        let alive = try count(campaign)
        #expect((alive.served, alive.unknown, alive.underWay) == (2, 1, 5))
        let other = try count(try ledger.campaign("/data/other.csv"))
        #expect((other.served, other.unknown, other.underWay) == (2, 1, 1))
    }

    @Test("A count goes on from what was counted before", arguments: LedgerUnderTest.all)
    func goesOn(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let lines = Lines(users: 0..<2)
        try await ledger.serve(lines, in: try ledger.campaign())
        var held = HeldMessages()
        for line in lines.lines {
            let row = MessageToSend(lines.identity(line))
            try ledger.count([row], site: Self.site, batch: nil, alive: nil, in: &held)
        }
        #expect(held.served == 2)
    }

    @Test("Refusals are told by their key, the earliest first, at most 64 of them", arguments: LedgerUnderTest.all)
    func refusals(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let ids = try ledger.messages(try ledger.enrol(Lines(users: 0..<70), in: campaign).plan).map(\.id)
        #expect(try ledger.refusals(of: campaign).isEmpty)
        try await ledger.carryOut(claiming: ids, for: campaign)
        try await ledger.carryOut(
            settling: ids.enumerated().map { index, id in
                Settlement(
                    entry: id, state: index == 0 ? .notSent : .rejected,
                    AttemptTrace(
                        errorKey: index == 1 ? nil : "key\(index / 3 * 3)", finishedAtMilliseconds: 9_000 - Int64(index)
                    ))
            }, for: campaign)
        let found = try ledger.refusals(of: campaign)
        #expect(found.count == 24)
        #expect(found.first == EarlierRefusal(errorKey: "key69", firstAtMilliseconds: 8_931))
        #expect(found.last == EarlierRefusal(errorKey: "key0", firstAtMilliseconds: 8_998))
        #expect(try ledger.refusals(of: try ledger.campaign("/data/other.csv")).isEmpty)
        let many = try ledger.campaign("/data/many.csv")
        _ = try ledger.importProven(many) { add in
            for number in 0..<80 as Range<UInt64> {
                let identity = MessageIdentity(key: MessageKey(high: number, low: 1), ordinal: 0)
                try add(
                    ImportedRow(
                        identity: identity, recipient: number, state: .rejected,
                        AttemptTrace(errorKey: "key\(number)", finishedAtMilliseconds: Int64(number))))
            }
        }
        #expect(try ledger.refusals(of: many).map(\.firstAtMilliseconds) == Array(0..<64))
    }

    @Test(
        "What a report calls served asks about rows of that recipient, unless the ledger knows better",
        arguments: LedgerUnderTest.all)
    func reported(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<5)
        let ids = try ledger.messages(try ledger.enrol(lines, in: campaign).plan).map(\.id)
        try await ledger.bring([ids[0]], to: .sent, in: campaign)
        try await ledger.bring([ids[1]], to: .rejected, in: campaign)
        let now = Lines((0..<6).map { Line("user\($0)", "edited") })
        /// Where rows stand edited when a report says this of a user's row as it was.
        func edited(_ user: String, at milliseconds: Int64?, countsKnown: Bool = false) throws -> (Bool, [Int32]) {
            var counted = false
            let summary = try ledger.preview(campaign, as: nil, EnrolmentTerms(expectsServed: true)) { enrolment in
                for row in now.rows { try enrolment.add(row) }
                counted = try enrolment.addServed(
                    lines.identity(Line(user)), recipient: Lines.digest(user), at: milliseconds,
                    countsKnown: countsKnown)
            }
            return (counted, summary.editedServed)
        }
        // Of the first one the ledger knows by itself.
        #expect(try edited("user5", at: nil) == (true, [0, 5]))
        #expect(try edited("user0", at: 9_000) == (false, [0]))
        #expect(try edited("user0", at: 9_000, countsKnown: true) == (true, [0]))
        #expect(try edited("user1", at: 2_999) == (false, [0]))
        #expect(try edited("user1", at: 3_001) == (true, [0, 1]))
        #expect(try edited("user2", at: nil) == (true, [0, 2]))
    }

    @Test("Rows are told where they stood before, group by group and in order", arguments: LedgerUnderTest.all)
    func standings(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        try await ledger.serve(Lines(users: 0..<2), in: campaign)
        var standings: [RowStanding] = []
        let terms = EnrolmentTerms(standings: { standings += $0 })
        try ledger.enrol([.excluded] + Lines(users: 1..<2_000).rows, in: campaign, terms)
        let known = KnownMessage(state: .sent, finishedAtMilliseconds: 3_000)
        #expect(standings.count == 2_000)
        #expect(standings[0] == RowStanding(isToBeSent: false, known: nil))
        #expect(standings[1] == RowStanding(isToBeSent: false, known: known))
        #expect(standings[2...].allSatisfy { $0 == RowStanding(isToBeSent: true, known: nil) })
    }
}
