import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("People whom other rows served")
struct CensusTests {
    private static func gone(_ paths: String...) -> EnrolmentTerms {
        EnrolmentTerms(isGone: { paths.contains($0) })
    }

    @Test(
        "Another file's recipients are told once each, with the file that served most of them",
        arguments: LedgerUnderTest.all)
    func elsewhere(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        try await ledger.serve(Lines(users: 0..<2), in: try ledger.campaign("/data/one.csv"), at: 3_000)
        try await ledger.serve(
            Lines(users: 1..<4, text: "x"), in: try ledger.campaign("/data/two.csv"), as: .unknown, at: 4_000)
        try await ledger.serve(Lines(users: 4..<9), in: try ledger.campaign("/data/may.csv", batch: "may"))
        let new = try ledger.campaign("/data/new.csv")
        let summary = try ledger.enrol(Lines(users: 0..<6, text: "other"), in: new).summary
        #expect(
            summary.servedElsewhere
                == EnrolmentSummary.ServedElsewhere(
                    recipients: 4, among: 6, positions: [0, 1, 2, 3], batch: nil, manifestPath: "/data/two.csv",
                    lastAtMilliseconds: 4_000))
        #expect(summary.servedUnderLabel == nil)
        #expect(summary.predecessor == nil)
    }

    @Test(
        "Of two files that served as many, the one that the ledger knew first is named", arguments: LedgerUnderTest.all)
    func equallyMany(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        try await ledger.serve(Lines(users: 0..<2), in: try ledger.campaign("/data/z.csv"))
        try await ledger.serve(Lines(users: 2..<4), in: try ledger.campaign("/data/a.csv"))
        let summary = try ledger.enrol(Lines(users: 0..<4, text: "x"), in: try ledger.campaign("/data/new.csv")).summary
        #expect(summary.servedElsewhere?.manifestPath == "/data/z.csv")
        var people = RecipientSet()
        for user in 0..<4 { people.insert(Lines.digest("user\(user)")) }
        people.seal()
        #expect(try ledger.served(people, site: "https://chat.example", batch: nil)?.manifestPath == "/data/z.csv")
        #expect(try ledger.served(people, site: "https://chat.example", batch: "may") == nil)
        #expect(try ledger.served(people, site: "https://other.example", batch: nil) == nil)
    }

    @Test("Rows that are not selected, or were tried before, ask nothing", arguments: LedgerUnderTest.all)
    func notAnother(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        try await ledger.serve(Lines(users: 0..<2), in: try ledger.campaign("/data/one.csv"))
        let new = try ledger.campaign("/data/new.csv")
        let other = Lines(users: 0..<2, text: "x")
        try await ledger.serve(other, in: new, as: .rejected)
        #expect(try ledger.enrol(other, in: new).summary.servedElsewhere == nil)
        let rows = Lines(users: 0..<2, text: "y").rows
        let summary = try ledger.preview(new, as: nil, EnrolmentTerms()) { enrolment in
            for row in rows { try enrolment.add(row, isSelected: false) }
        }
        #expect(summary.servedElsewhere == nil)
        #expect(summary.selectedSendable == 0)
        #expect(summary.counts.states == [.pending: 2])
    }

    @Test("A file sent under a label and now without one is told, until it was sent so", arguments: LedgerUnderTest.all)
    func underLabel(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        try await ledger.serve(
            Lines([Line("user0"), Line("user1")], batch: "may"), in: try ledger.campaign(batch: "may"))
        let plain = try ledger.campaign()
        let (_, summary) = try ledger.enrol(
            Lines(users: 0..<3).rows, in: plain, as: .test(settings: ""))
        #expect(summary.servedUnderLabel?.positions == [0, 1])
        #expect(summary.servedUnderLabel?.batch == "may")
        #expect(summary.servedUnderLabel?.among == 3)
        _ = try ledger.beginRun(plain, settingsJSON: "{}", at: 1)
        #expect(try ledger.enrol(Lines(users: 0..<3), in: plain).summary.servedUnderLabel == nil)
        let june = try ledger.campaign(batch: "june")
        #expect(try ledger.enrol(Lines([Line("user0")], batch: "june"), in: june).summary.servedUnderLabel == nil)
    }

    @Test(
        "New rows for people whom the file's other rows served are told, and how many are the same as those",
        arguments: LedgerUnderTest.all)
    func here(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        try await ledger.serve(Lines(users: 0..<3), in: campaign)
        // A row that is there once more has a number of its own, from 1 on.
        let first = Lines(users: 0..<1)
        let again = Enrolment.Row.message(
            first.identity(first.lines[0], ordinal: 2), recipient: Lines.digest("user0"))
        let rows = Lines(users: 0..<3).rows + [again] + Lines([Line("user1", "more"), Line("user9")]).rows
        let here = try #require(try ledger.enrol(rows, in: campaign).summary.servedHere)
        #expect(here.positions == [3, 4])
        #expect(here.repeated == 1)
        #expect(here.lastAtMilliseconds == 3_000)
    }

    @Test("A copy of which half was sent follows the file it was, and keeps its record", arguments: LedgerUnderTest.all)
    func predecessor(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let first = try ledger.campaign("/data/first.csv")
        try await ledger.serve(Lines(users: 0..<3), in: first)
        let copy = try ledger.campaign("/data/copy.csv")
        let (_, summary) = try ledger.enrol(Lines(users: 0..<6), in: copy)
        #expect(summary.predecessor == first.id)
        #expect(summary.servedByOthers == 3)
        #expect(summary.movedFrom == nil)
        #expect(summary.servedElsewhere == nil)
        // The record it took over: whoever is edited there has got a message from it.
        #expect(try ledger.enrol(Lines(users: 0..<1, text: "edited"), in: copy).summary.editedServed == [0])
        let less = try ledger.enrol(Lines(users: 0..<7), in: try ledger.campaign("/data/less.csv")).summary
        #expect(less.predecessor == nil)
        #expect(less.servedByOthers == 3)
    }

    @Test("A file that is gone, and most of which is in the new one, was moved", arguments: LedgerUnderTest.all)
    func moved(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let first = try ledger.campaign("/data/first.csv")
        try await ledger.serve(Lines(users: 0..<3), in: first)
        // Moved and added to: less than half was sent, yet all that was is here.
        let (grown, copy) = (Lines(users: 0..<9), try ledger.campaign("/data/grown.csv"))
        let added = try ledger.enrol(grown.rows, in: copy, Self.gone("/data/first.csv"), as: .test(settings: ""))
        #expect(added.summary.predecessor == first.id)
        // Every row edited: known by its people alone.
        let edited = Lines(users: 0..<3, text: "edited")
        let other = try ledger.campaign("/data/edited.csv")
        let still = try ledger.preview(other, as: nil, EnrolmentTerms()) { for row in edited.rows { try $0.add(row) } }
        #expect(still.movedFrom == nil)
        #expect(still.editedServed.isEmpty)
        let moved = try ledger.enrol(edited, in: other, Self.gone("/data/first.csv")).summary
        #expect(moved.movedFrom == "/data/first.csv")
        #expect(moved.predecessor == first.id)
        #expect(moved.editedServed == [0, 1, 2])
        #expect(moved.servedElsewhere == nil)
    }

    @Test("Of two that are gone, the one that the ledger knew last is meant", arguments: LedgerUnderTest.all)
    func movedTwice(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        try await ledger.serve(Lines(users: 0..<3), in: try ledger.campaign("/data/z.csv"))
        try await ledger.serve(Lines(users: 0..<3, text: "b"), in: try ledger.campaign("/data/a.csv"))
        let summary = try ledger.enrol(
            Lines(users: 0..<3, text: "c"), in: try ledger.campaign("/data/new.csv"),
            Self.gone("/data/z.csv", "/data/a.csv")
        ).summary
        #expect(summary.movedFrom == "/data/a.csv")
    }

    @Test("What came from standard input has no place that could be gone", arguments: LedgerUnderTest.all)
    func withoutPlace(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        try await ledger.serve(Lines(users: 0..<3), in: try ledger.campaign("-"))
        let new = try ledger.campaign("/data/new.csv")
        let summary = try ledger.enrol(Lines(users: 0..<3, text: "c"), in: new, Self.gone("-")).summary
        #expect(summary.movedFrom == nil)
        #expect(summary.servedElsewhere?.recipients == 3)
    }
}
