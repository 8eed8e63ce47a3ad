import BatchModel
import LedgerStore
import Testing

@testable import SQLiteLedger

/// Scenario 4: a recipient who was served from this file, and whose row now differs.
@Suite("Edited rows of recipients who were served")
struct EditedRowsTests {
    /// A first file whose rows stand as given, then a second one in its place.
    private func summary(_ before: [(Line, DeliveryState)], then after: [Line]) throws -> EnrolmentSummary {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(before.map(\.0)), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        for (id, (_, state)) in zip(ids, before) { try ledger.bring([id], to: state, in: campaign) }
        return try ledger.enrol(Lines(after), in: campaign).summary
    }

    @Test(
        "A row edited after it was sent, or may have been, is found",
        arguments: [DeliveryState.sent, .unknown, .claimed])
    func edited(state: DeliveryState) throws {
        let summary = try summary(
            [(Line("a"), state), (Line("b"), .pending)], then: [Line("b"), Line("a", "edited")])
        #expect(summary.editedServed == [1])
    }

    @Test("A row edited before it was sent is not", arguments: [DeliveryState.pending, .rejected, .notSent])
    func corrected(state: DeliveryState) throws {
        #expect(try summary([(Line("a"), state)], then: [Line("a", "corrected")]).editedServed.isEmpty)
    }

    @Test("Rows appended, reordered or removed are not")
    func unedited() throws {
        let sent = [(Line("a"), DeliveryState.sent), (Line("b"), .sent), (Line("c"), .pending)]
        #expect(try summary(sent, then: [Line("c"), Line("b"), Line("a"), Line("d")]).editedServed.isEmpty)
        #expect(try summary(sent, then: [Line("c"), Line("b")]).editedServed.isEmpty)
        #expect(try summary(sent, then: []).editedServed.isEmpty)
    }

    @Test("A recipient's second row is not, as long as the served one is still there")
    func secondRow() throws {
        #expect(try summary([(Line("a"), .sent)], then: [Line("a"), Line("a", "more")]).editedServed.isEmpty)
        #expect(try summary([(Line("a"), .sent)], then: [Line("a"), Line("a")]).editedServed.isEmpty)
        let two = [(Line("a"), DeliveryState.sent), (Line("a", "more"), .pending)]
        #expect(try summary(two, then: [Line("a"), Line("a", "more!")]).editedServed.isEmpty)
    }

    @Test("All rows of such a recipient are found, in order, and no one else's")
    func positions() throws {
        let before = (0..<40).map { (Line("user\($0)"), $0 < 30 ? DeliveryState.sent : .pending) }
        let after = (0..<40).map { Line("user\($0)", $0 % 2 == 0 ? "hello" : "edited") } + [Line("user1", "third")]
        let expected = stride(from: Int32(1), to: 30, by: 2) + [40]
        #expect(try summary(before, then: after).editedServed == Array(expected))
    }

    @Test("They are found again after a refusal, and after a plan that was approved and not sent")
    func stillFound() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let first = try ledger.enrol(Lines([Line("a"), Line("b")]), in: campaign).plan
        try ledger.bring([try ledger.messages(first)[0].id], to: .sent, in: campaign)
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

    @Test("Once the edited row was sent as well, the file has nothing left to ask about")
    func resent() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let first = try ledger.enrol(Lines([Line("a")]), in: campaign).plan
        try ledger.bring(try ledger.messages(first).map(\.id), to: .sent, in: campaign)
        let edited = Lines([Line("a", "edited")])
        let second = try ledger.enrol(edited, in: campaign).plan
        try ledger.bring(try ledger.messages(second).map(\.id), to: .sent, in: campaign)
        #expect(try ledger.enrol(edited, in: campaign).summary.editedServed.isEmpty)
        #expect(try ledger.enrol(Lines([Line("a", "again")]), in: campaign).summary.editedServed == [0])
        #expect(try ledger.enrol(Lines([Line("a")]), in: campaign).summary.editedServed.isEmpty)
    }

    @Test("Another batch and another file are other campaigns")
    func otherCampaigns() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let first = try ledger.enrol(Lines([Line("a")]), in: campaign).plan
        try ledger.bring(try ledger.messages(first).map(\.id), to: .sent, in: campaign)
        let edited = Lines([Line("a", "edited")])
        let batch = try ledger.campaign(batch: "may")
        #expect(try ledger.enrol(Lines(edited.lines, batch: "may"), in: batch).summary.editedServed.isEmpty)
        #expect(try ledger.enrol(edited, in: try ledger.campaign("/data/new.csv")).summary.editedServed.isEmpty)
    }

    @Test("A message counts for the file that sent it, not for the one that brought it")
    func countsForTheSender() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let brought = try ledger.campaign("/data/brought.csv")
        let sender = try ledger.campaign("/data/sender.csv")
        let lines = Lines([Line("x"), Line("a")])
        let first = try ledger.enrol(lines, in: brought).plan
        // A first try from the one file ends without effect; the other file sends.
        try ledger.bring([try ledger.messages(first)[1].id], to: .notSent, in: brought)
        let plan = try ledger.enrol(lines, in: sender).plan
        try ledger.bring([try ledger.messages(plan)[1].id], to: .sent, in: sender)
        let edited = Lines([Line("x"), Line("a", "edited")])
        #expect(try ledger.enrol(edited, in: brought).summary.editedServed.isEmpty)
        #expect(try ledger.enrol(edited, in: sender).summary.editedServed == [1])
    }

    @Test("What a dead run left claimed counts as served")
    func interrupted() throws {
        let scratch = try Scratch()
        var ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines([Line("a"), Line("b")]), in: campaign).plan
        try ledger.bring([try ledger.messages(plan)[0].id], to: .claimed, in: campaign)
        ledger.close()
        ledger = try scratch.open()
        let edited = Lines([Line("a", "edited"), Line("b", "edited")])
        #expect(try ledger.enrol(edited, in: campaign).summary.editedServed == [0])
    }

    @Test("What an import proves counts as served by the campaign it was imported for")
    func imported() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let lines = Lines([Line("a")])
        _ = try ledger.importProven(campaign) { add in
            try add(ImportedRow(identity: lines.identity(Line("a")), recipient: Lines.digest("a"), state: .sent))
        }
        #expect(try ledger.enrol(Lines([Line("a", "edited")]), in: campaign).summary.editedServed == [0])
        #expect(try ledger.enrol(lines, in: campaign).summary.counts.states == [.sent: 1])
    }

    @Test("Left out as suppressed, they are asked about no more in that plan")
    func keptServed() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let first = try ledger.enrol(Lines([Line("a")]), in: campaign).plan
        try ledger.bring(try ledger.messages(first).map(\.id), to: .sent, in: campaign)
        let edited = Lines([Line("a", "edited")])
        let row = Enrolment.Row.suppressed(edited.identity(Line("a", "edited")), recipient: Lines.digest("a"))
        let (plan, summary) = try ledger.enrol([row], in: campaign)
        #expect(summary.editedServed.isEmpty)
        #expect(summary.counts == PlanCounts(excluded: 1))
        #expect(try ledger.summary(plan).editedServed.isEmpty)
    }
}
