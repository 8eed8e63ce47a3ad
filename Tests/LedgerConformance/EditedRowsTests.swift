import BatchModel
import LedgerStore
import TestSupport
import Testing

/// Scenario 4: a recipient who was served from this file, and whose row now differs.
@Suite("Edited rows of recipients who were served")
struct EditedRowsTests {
    /// A first file whose rows stand as given, then a second one in its place.
    private func summary(
        _ kind: LedgerUnderTest, _ before: [(Line, DeliveryState)], then after: [Line]
    ) async throws -> EnrolmentSummary {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(before.map(\.0)), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        for (id, (_, state)) in zip(ids, before) { try await ledger.bring([id], to: state, in: campaign) }
        return try ledger.enrol(Lines(after), in: campaign).summary
    }

    @Test(
        "A row edited after it was sent, or may have been, is found",
        arguments: LedgerUnderTest.all, [DeliveryState.sent, .unknown, .claimed])
    func edited(of kind: LedgerUnderTest, state: DeliveryState) async throws {
        let summary = try await summary(
            kind, [(Line("a"), state), (Line("b"), .pending)], then: [Line("b"), Line("a", "edited")])
        #expect(summary.editedServed == [1])
    }

    @Test(
        "A row edited before it was sent is not", arguments: LedgerUnderTest.all,
        [DeliveryState.pending, .rejected, .notSent])
    func corrected(of kind: LedgerUnderTest, state: DeliveryState) async throws {
        #expect(try await summary(kind, [(Line("a"), state)], then: [Line("a", "corrected")]).editedServed.isEmpty)
    }

    @Test("Rows appended, reordered or removed are not", arguments: LedgerUnderTest.all)
    func unedited(of kind: LedgerUnderTest) async throws {
        let sent = [(Line("a"), DeliveryState.sent), (Line("b"), .sent), (Line("c"), .pending)]
        #expect(try await summary(kind, sent, then: [Line("c"), Line("b"), Line("a"), Line("d")]).editedServed.isEmpty)
        #expect(try await summary(kind, sent, then: [Line("c"), Line("b")]).editedServed.isEmpty)
        #expect(try await summary(kind, sent, then: []).editedServed.isEmpty)
    }

    @Test("A recipient's second row is not, as long as the served one is still there", arguments: LedgerUnderTest.all)
    func secondRow(of kind: LedgerUnderTest) async throws {
        #expect(
            try await summary(kind, [(Line("a"), .sent)], then: [Line("a"), Line("a", "more")]).editedServed.isEmpty)
        #expect(try await summary(kind, [(Line("a"), .sent)], then: [Line("a"), Line("a")]).editedServed.isEmpty)
        let two = [(Line("a"), DeliveryState.sent), (Line("a", "more"), .pending)]
        #expect(try await summary(kind, two, then: [Line("a"), Line("a", "more!")]).editedServed.isEmpty)
    }

    @Test(
        "Rows that stood beside one another are messages of their own, whichever is taken out",
        arguments: LedgerUnderTest.all)
    func besideOneAnother(of kind: LedgerUnderTest) async throws {
        let two = [(Line("a"), DeliveryState.sent), (Line("a", "more"), .pending)]
        #expect(try await summary(kind, two, then: [Line("a", "more")]).editedServed.isEmpty)
        #expect(try await summary(kind, two, then: [Line("a", "more!")]).editedServed == [0])
        let perhaps = [(Line("a"), DeliveryState.unknown), (Line("a", "more"), .pending)]
        #expect(try await summary(kind, perhaps, then: [Line("a", "more")]).editedServed.isEmpty)
        let edited = try await summary(kind, perhaps, then: [Line("a", "more!")])
        #expect(edited.editedServed == [0])
        #expect(edited.editedUnknown == 1)
    }

    @Test("All rows of such a recipient are found, in order, and no one else's", arguments: LedgerUnderTest.all)
    func positions(of kind: LedgerUnderTest) async throws {
        let before = (0..<40).map { (Line("user\($0)"), $0 < 30 ? DeliveryState.sent : .pending) }
        let after = (0..<40).map { Line("user\($0)", $0 % 2 == 0 ? "hello" : "edited") } + [Line("user1", "third")]
        let expected = stride(from: Int32(1), to: 30, by: 2) + [40]
        #expect(try await summary(kind, before, then: after).editedServed == Array(expected))
    }

    @Test(
        "They are found again after a refusal, and after a plan that was approved and not sent",
        arguments: LedgerUnderTest.all)
    func stillFound(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let first = try ledger.enrol(Lines([Line("a"), Line("b")]), in: campaign).plan
        try await ledger.bring([try ledger.messages(first)[0].id], to: .sent, in: campaign)
        let edited = Lines([Line("a", "edited"), Line("b")])
        #expect(throws: Refusal.self) {
            try ledger.enrol(
                campaign, plan: .test(), rows: { for row in edited.rows { try $0.add(row) } },
                approve: { _ in throw Refusal() })
        }
        let (plan, summary) = try ledger.enrol(edited, in: campaign)
        #expect(summary.editedServed == [0])
        #expect(try ledger.summary(plan).editedServed == [0])
        #expect(try ledger.enrol(edited, in: campaign).summary.editedServed == [0])
    }

    @Test(
        "Once the edited row was sent as well, the file has nothing left to ask about", arguments: LedgerUnderTest.all)
    func resent(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        try await ledger.serve(Lines([Line("a")]), in: campaign)
        let edited = Lines([Line("a", "edited")])
        try await ledger.serve(edited, in: campaign)
        #expect(try ledger.enrol(edited, in: campaign).summary.editedServed.isEmpty)
        #expect(try ledger.enrol(Lines([Line("a", "again")]), in: campaign).summary.editedServed == [0])
        #expect(try ledger.enrol(Lines([Line("a")]), in: campaign).summary.editedServed.isEmpty)
    }

    @Test("Another batch and another file are other campaigns", arguments: LedgerUnderTest.all)
    func otherCampaigns(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        try await ledger.serve(Lines([Line("a")]), in: campaign)
        let edited = Lines([Line("a", "edited")])
        let batch = try ledger.campaign(batch: "may")
        #expect(try ledger.enrol(Lines(edited.lines, batch: "may"), in: batch).summary.editedServed.isEmpty)
        #expect(try ledger.enrol(edited, in: try ledger.campaign("/data/new.csv")).summary.editedServed.isEmpty)
    }

    @Test("A message counts for the file that sent it, not for the one that brought it", arguments: LedgerUnderTest.all)
    func countsForTheSender(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let brought = try ledger.campaign("/data/brought.csv")
        let sender = try ledger.campaign("/data/sender.csv")
        let lines = Lines([Line("x"), Line("a")])
        let first = try ledger.enrol(lines, in: brought).plan
        // A first try from the one file ends without effect; the other file sends.
        try await ledger.bring([try ledger.messages(first)[1].id], to: .notSent, in: brought)
        let plan = try ledger.enrol(lines, in: sender).plan
        try await ledger.bring([try ledger.messages(plan)[1].id], to: .sent, in: sender)
        let edited = Lines([Line("x"), Line("a", "edited")])
        #expect(try ledger.enrol(edited, in: brought).summary.editedServed.isEmpty)
        #expect(try ledger.enrol(edited, in: sender).summary.editedServed == [1])
    }

    @Test("What a dead run left claimed counts as served", arguments: LedgerUnderTest.all)
    func interrupted(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        var ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines([Line("a"), Line("b")]), in: campaign).plan
        try await ledger.bring([try ledger.messages(plan)[0].id], to: .claimed, in: campaign)
        ledger.close()
        ledger = try place.open()
        let edited = Lines([Line("a", "edited"), Line("b", "edited")])
        #expect(try ledger.enrol(edited, in: campaign).summary.editedServed == [0])
    }

    @Test("What an import proves counts as served by the campaign it was imported for", arguments: LedgerUnderTest.all)
    func imported(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines([Line("a")])
        _ = try ledger.importProven(campaign) { add in
            try add(ImportedRow(identity: lines.identity(Line("a")), recipient: Lines.digest("a"), state: .sent))
        }
        #expect(try ledger.enrol(Lines([Line("a", "edited")]), in: campaign).summary.editedServed == [0])
        #expect(try ledger.enrol(lines, in: campaign).summary.counts.states == [.sent: 1])
    }

    @Test("Left out as suppressed, they are asked about no more in that plan", arguments: LedgerUnderTest.all)
    func keptServed(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        try await ledger.serve(Lines([Line("a")]), in: campaign)
        let edited = Lines([Line("a", "edited")])
        let row = Enrolment.Row.suppressed(edited.identity(Line("a", "edited")), recipient: Lines.digest("a"))
        let (plan, summary) = try ledger.enrol([row], in: campaign)
        #expect(summary.editedServed.isEmpty)
        #expect(summary.counts == PlanCounts(excluded: 1))
        #expect(try ledger.summary(plan).editedServed.isEmpty)
    }
}
