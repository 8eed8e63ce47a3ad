import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Rows that say which row they were written for")
struct CorrectedRowsTests {
    private typealias Written = (row: Enrolment.Row, stated: StatedRow?)

    private func stated(_ lines: Lines, _ line: Line) -> StatedRow {
        StatedRow(digest: lines.identity(line).key.high, ordinal: 0)
    }

    private func enrol(
        _ rows: [Written], in campaign: Campaign, of ledger: any Ledger
    ) throws -> (plan: StoredPlan, summary: EnrolmentSummary) {
        var summary = EnrolmentSummary()
        let plan = try ledger.enrol(campaign, plan: .test()) { enrolment in
            for (row, stated) in rows { try enrolment.add(row, stated: stated) }
        } approve: {
            summary = $0
        }
        let preview = try ledger.preview(campaign, as: nil, EnrolmentTerms()) { enrolment in
            for (row, stated) in rows { try enrolment.add(row, stated: stated) }
        }
        #expect(preview.editedServed == summary.editedServed)
        return (plan, summary)
    }

    @Test(
        "A corrected row is a second message where the row it was got there, or may have, and no other is",
        arguments: LedgerUnderTest.all, DeliveryState.allCases)
    func second(of kind: LedgerUnderTest, state: DeliveryState) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let lines = Lines(users: 0..<2)
        try await ledger.serve(lines, in: try ledger.campaign("/data/list.csv"), as: state)
        let again = try ledger.campaign("/data/list.failed.csv")
        let was = stated(lines, Line("user0"))
        let corrected = Lines([Line("user0", "better"), Line("user7", "better")]).rows
        let summary = try enrol([(corrected[0], was), (corrected[1], was)], in: again, of: ledger).summary
        // The second one is for somebody else.
        #expect(summary.editedServed == ([.claimed, .sent, .unknown].contains(state) ? [0] : []))
    }

    @Test("Once one version was sent, all others are second ones", arguments: LedgerUnderTest.all)
    func versions(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let (first, again) = (try ledger.campaign("/data/list.csv"), try ledger.campaign("/data/list.failed.csv"))
        let lines = Lines(users: 0..<1)
        try await ledger.serve(lines, in: first, as: .rejected)
        let was = stated(lines, Line("user0"))
        let better = Lines([Line("user0", "better")])
        let plan = try enrol([(better.rows[0], was)], in: again, of: ledger).plan
        try await ledger.bring(try ledger.messages(plan).map(\.id), to: .sent, in: again)
        let best = Lines([Line("user0", "best")]).rows[0]
        #expect(try enrol([(best, was)], in: again, of: ledger).summary.editedServed == [0])
        // The row as it was is still in its own file, and must not go out either.
        let old = try ledger.enrol(lines, in: first)
        #expect(old.summary.editedServed == [0])
        #expect(try ledger.summary(old.plan).editedServed == [0])
    }

    @Test(
        "A version that was sent before anybody knew it for one counts for the rows after it",
        arguments: LedgerUnderTest.all)
    func joinedNow(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let lines = Lines(users: 0..<1)
        try await ledger.serve(lines, in: try ledger.campaign("/data/list.csv"), as: .rejected)
        let sent = Lines([Line("user0", "better")])
        try await ledger.serve(sent, in: try ledger.campaign("/data/other.csv"))
        let was = stated(lines, Line("user0"))
        let best = Lines([Line("user0", "best")]).rows[0]
        let again = try ledger.campaign("/data/list.failed.csv")
        #expect(try enrol([(sent.rows[0], was), (best, was)], in: again, of: ledger).summary.editedServed == [1])
    }

    @Test("Rows written for another batch are counted, and their label is told", arguments: LedgerUnderTest.all)
    func ofOtherBatch(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let may = Lines([Line("user0"), Line("user1")], batch: "may")
        let campaign = try ledger.campaign(batch: "may")
        try await ledger.serve(may, in: campaign, as: .notSent)
        let rows = zip(Lines(users: 0..<2).rows, may.lines).map { ($0, Optional(stated(may, $1))) }
        let summary = try enrol(rows, in: try ledger.campaign("/data/failed.csv"), of: ledger).summary
        #expect(summary.ofOtherBatch == EnrolmentSummary.OtherBatch(label: "may", rows: 2))
        #expect(summary.editedServed.isEmpty)
        let same = zip(may.rows, may.lines).map { ($0, Optional(stated(may, $1))) }
        #expect(try enrol(same, in: campaign, of: ledger).summary.ofOtherBatch == nil)
        let strange: [Written] = [(Lines(users: 5..<6).rows[0], StatedRow(digest: 1, ordinal: 0))]
        #expect(try enrol(strange, in: try ledger.campaign(), of: ledger).summary.ofOtherBatch == nil)
    }

    @Test(
        "A corrected row is held by whoever holds the row it was, for the same recipient",
        arguments: LedgerUnderTest.all)
    func held(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let lines = Lines(users: 0..<1)
        try await ledger.serve(lines, in: try ledger.campaign())
        let was = stated(lines, Line("user0"))
        func served(_ user: String, batch: String? = nil) throws -> Int {
            var held = HeldMessages()
            let row = MessageToSend(
                Lines([]).identity(Line(user, "better")), corrected: (recipient: Lines.digest(user), of: was))
            try ledger.count([row], site: "https://chat.example", batch: batch, alive: nil, in: &held)
            return held.served
        }
        #expect(try served("user0") == 1)
        #expect(try served("user7") == 0)
        #expect(try served("user0", batch: "may") == 0)
    }
}
