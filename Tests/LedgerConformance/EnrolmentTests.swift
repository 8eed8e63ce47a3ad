import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Enrolment")
struct EnrolmentTests {
    @Test("A plan keeps the rows in order, with their messages, faults and exclusions", arguments: LedgerUnderTest.all)
    func keepsOrder(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let messages = Lines(users: 0..<3).rows
        let rows: [Enrolment.Row] = [
            messages[0], .invalid(code: "manifest.a"), .invalid(code: "manifest.a"), .invalid(code: "manifest.b"),
            messages[1], messages[2], .excluded, .excluded,
        ]
        let (plan, summary) = try ledger.enrol(rows, in: try ledger.campaign())
        #expect(plan.rows == 8)
        #expect(summary.rows == 8)
        #expect(summary.counts == PlanCounts(states: [.pending: 3], invalid: 3, excluded: 2))
        #expect(try ledger.states(plan).total == 8)

        let entries = try ledger.entries(plan, from: 0, limit: .max)
        #expect(entries.map(\.position) == Array(0..<8))
        #expect(
            entries.map(\.outcome) == [
                .pending, .invalid, .invalid, .invalid, .pending, .pending, .excluded, .excluded,
            ])
        #expect(entries[2].row == .invalid(code: "manifest.a"))
        #expect(entries[3].row == .invalid(code: "manifest.b"))
    }

    @Test("Every window of a plan is the same part of the whole", arguments: LedgerUnderTest.all, 0..<10)
    func windows(of kind: LedgerUnderTest, from start: Int) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let messages = Lines(users: 0..<5).rows
        let rows = [
            messages[4], messages[0], messages[1], .excluded, .excluded, .invalid(code: "x"), messages[2], messages[3],
        ]
        let plan = try ledger.enrol(rows, in: try ledger.campaign()).plan
        let whole = try ledger.entries(plan, from: 0, limit: 100)
        for limit in 0..<10 {
            #expect(try ledger.entries(plan, from: start, limit: limit) == Array(whole.dropFirst(start).prefix(limit)))
        }
    }

    @Test("The same rows again are the same messages", arguments: LedgerUnderTest.all)
    func sameAgain(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        var ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines([Line("a"), Line("b"), Line("a"), Line("a", "other")])
        let first = try ledger.enrol(lines, in: campaign)
        #expect(first.summary.newlyEnrolled == 4)
        let messages = try ledger.messages(first.plan)
        #expect(messages.map(\.identity.ordinal) == [0, 0, 1, 0])
        ledger.close()

        ledger = try place.open()
        let second = try ledger.enrol(lines, in: campaign)
        #expect(second.summary.newlyEnrolled == 0)
        #expect(second.summary.alreadyKnown == 4)
        #expect(try ledger.messages(second.plan) == messages)
    }

    @Test("Appended, inserted, removed and reordered rows leave the others as they are", arguments: LedgerUnderTest.all)
    func changedFiles(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let before = try ledger.enrol(Lines(users: 0..<4), in: campaign).plan
        let ids = try ledger.messages(before).map(\.id)
        try await ledger.bring([ids[0], ids[2]], to: .sent, in: campaign)

        let lines = Lines([3, 9, 2, 0, 8].map { Line("user\($0)") })
        let (plan, summary) = try ledger.enrol(lines, in: campaign)
        let messages = try ledger.messages(plan)
        #expect(summary.newlyEnrolled == 2)
        #expect(summary.counts.states == [.pending: 3, .sent: 2])
        #expect(summary.lastSentAtMilliseconds == 3_000)
        #expect(summary.editedServed.isEmpty)
        #expect(messages.map(\.state) == [.pending, .pending, .sent, .sent, .pending])
        #expect([messages[0].id, messages[2].id, messages[3].id] == [ids[3], ids[2], ids[0]])
    }

    @Test("A copy under another name finds what was sent", arguments: LedgerUnderTest.all)
    func renamedFile(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<3)
        let plan = try ledger.enrol(lines, in: campaign).plan
        try await ledger.bring(try ledger.messages(plan).map(\.id), to: .sent, in: campaign)
        let copy = try ledger.enrol(lines, in: try ledger.campaign("/data/copy.csv"))
        #expect(copy.summary.counts.states == [.sent: 3])
        #expect(try ledger.messages(copy.plan) == ledger.messages(plan))
    }

    @Test("What the approval throws comes out, and the ledger is as it was before", arguments: LedgerUnderTest.all)
    func refusedApproval(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let health = try ledger.check()
        #expect(throws: Refusal.self) {
            try ledger.enrol(
                campaign, plan: .test("other"),
                rows: { enrolment in for row in Lines(users: 5..<900).rows { try enrolment.add(row) } },
                approve: { _ in throw Refusal() })
        }
        #expect(throws: Refusal.self) {
            try ledger.enrol(
                campaign, plan: .test("other"),
                rows: { enrolment in
                    try enrolment.add(.excluded)
                    throw Refusal()
                }, approve: { _ in })
        }
        #expect(try ledger.storedPlan(campaign) == plan)
        #expect(try ledger.messages(plan).count == 3)
        #expect(try ledger.check().states == health.states)
        #expect(try ledger.enrol(Lines(users: 0..<3), in: campaign).summary.alreadyKnown == 3)
    }

    @Test("A plan that names one message twice is refused as a whole", arguments: LedgerUnderTest.all)
    func repeatedIdentity(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let row = Lines(users: 0..<1).rows[0]
        #expect(throws: LedgerFault.repeatedIdentity) { try ledger.enrol([row, row], in: campaign) }
        #expect(try ledger.check().states.isEmpty)
    }

    @Test("A replaced plan says so instead of showing other rows", arguments: LedgerUnderTest.all)
    func replacedPlan(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let old = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let new = try ledger.enrol(Lines(users: 1..<3), in: campaign).plan
        #expect(throws: LedgerFault.planReplaced) { try ledger.entries(old, from: 0, limit: 1) }
        #expect(try ledger.entries(new, from: 0, limit: 9).count == 2)
        #expect(old.id < new.id)
    }

    @Test("The stored plan comes back as it was described", arguments: LedgerUnderTest.all)
    func storedPlan(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        var ledger = try place.open()
        let campaign = try ledger.campaign()
        #expect(try ledger.storedPlan(campaign) == nil)
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        ledger.close()
        ledger = try place.open()
        #expect(try ledger.storedPlan(campaign) == plan)
        #expect(plan.description == .test())
    }

    @Test(
        "Suppressed rows count as excluded unless they were sent or may have been", arguments: LedgerUnderTest.all,
        DeliveryState.allCases)
    func suppressedRows(of kind: LedgerUnderTest, state: DeliveryState) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<1)
        try await ledger.bring(
            try ledger.messages(try ledger.enrol(lines, in: campaign).plan).map(\.id), to: state, in: campaign)
        let suppressed = lines.rows.map { row -> Enrolment.Row in
            if case .message(let identity, let recipient, _) = row {
                return Enrolment.Row.suppressed(identity, recipient: recipient)
            }
            return row
        }
        let (plan, _) = try ledger.enrol(suppressed, in: campaign)
        let isServed = [.sent, .unknown, .claimed].contains(state)
        #expect(try ledger.entries(plan, from: 0, limit: 1)[0].outcome == (isServed ? state.outcome : .excluded))
    }

    @Test(
        "A preview says what enrolling would, from a ledger open for reading, and changes nothing",
        arguments: LedgerUnderTest.all)
    func preview(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        try await ledger.bring(try ledger.messages(plan).map(\.id), to: .sent, in: campaign)
        let edited = Lines([Line("user0"), Line("user1", "edited"), Line("user7")])
        let preview = try place.reader().preview(campaign, as: nil, EnrolmentTerms()) { enrolment in
            for row in edited.rows { try enrolment.add(row) }
        }
        #expect(try ledger.storedPlan(campaign) == plan)
        #expect(preview.editedServed == [1])
        #expect(try ledger.enrol(edited, in: campaign).summary == preview)
    }

    @Test("Identities are found whichever file brought them, and others are not", arguments: LedgerUnderTest.all)
    func lookup(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let lines = Lines([Line("a"), Line("a"), Line("b")])
        let plan = try ledger.enrol(lines, in: try ledger.campaign()).plan
        let messages = try ledger.messages(plan)
        #expect(try ledger.lookup(lines.identity(Line("a"), ordinal: 1)) == messages[1])
        #expect(try ledger.lookup(lines.identity(Line("a"), ordinal: 2)) == nil)
        let asked = [lines.identity(Line("b")), lines.identity(Line("c")), lines.identity(Line("a"))]
        #expect(try ledger.lookup(asked) == [messages[2], nil, messages[0]])
    }

    @Test(
        "States are found by number, and numbers the ledger does not have are left out", arguments: LedgerUnderTest.all)
    func statesByNumber(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.bring([ids[2]], to: .sent, in: campaign)
        #expect(
            try ledger.entries(numbered: [ids[2], 99, ids[0]]).mapValues(\.state) == [ids[0]: .pending, ids[2]: .sent])
    }

    @Test(
        "A pass has the rows from the first one in its state on, and none where there is none",
        arguments: LedgerUnderTest.all)
    func grants(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol([.excluded] + Lines(users: 0..<4).rows, in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.bring([ids[0]], to: .sent, in: campaign)
        try await ledger.bring([ids[2]], to: .unknown, in: campaign)
        #expect(try ledger.nextGrant(of: plan, in: .pending, from: 0) == 2..<5)
        #expect(try ledger.nextGrant(of: plan, in: .unknown, from: 0) == 3..<5)
        #expect(try ledger.nextGrant(of: plan, in: .unknown, from: 5) == nil)
        #expect(try ledger.nextGrant(of: plan, in: .rejected, from: 0) == nil)
    }
}
