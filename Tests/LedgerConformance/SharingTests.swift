import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("One writes, others read")
struct SharingTests {
    @Test(
        "A ledger that is open for writing is not opened a second time, and tells who has it",
        arguments: LedgerUnderTest.all)
    func locked(of kind: LedgerUnderTest) throws {
        let place = try kind.place()
        let ledger = try place.openForWriting("send first.csv")
        #expect(ledger.holders.map(\.command) == ["send first.csv"])
        do {
            _ = try place.openForWriting("send second.csv")
            Issue.record("it was opened twice")
        } catch LedgerFault.locked(let name, let holder) {
            #expect(name == ledger.displayName)
            #expect(holder.command == "send first.csv")
        }
        #expect(try place.reader().holders.map(\.command) == ["send first.csv"])
        ledger.close()
        ledger.close()
        let second = try place.openForWriting("send second.csv")
        #expect(second.displayName == ledger.displayName)
        #expect(second.fingerprint == ledger.fingerprint)
        second.close()
        #expect(try place.reader().holders.isEmpty)
    }

    @Test("Where there is no ledger there is none to read", arguments: LedgerUnderTest.all)
    func none(of kind: LedgerUnderTest) throws {
        #expect(try kind.place().openForReading() == nil)
    }

    @Test("Two places are two ledgers", arguments: LedgerUnderTest.all)
    func apart(of kind: LedgerUnderTest) throws {
        let places = (try kind.place(), try kind.place())
        let (one, other) = (try places.0.open(), try places.1.open())
        try one.enrol(Lines(users: 0..<1), in: try one.campaign())
        #expect(try other.campaigns().isEmpty)
        #expect(one.fingerprint != other.fingerprint)
    }

    @Test(
        "A reader refuses to write, and shows what a dead run left claimed as it stands", arguments: LedgerUnderTest.all
    )
    func reader(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<2), in: campaign).plan
        let id = try ledger.messages(plan)[0].id
        try await ledger.bring([id], to: .claimed, in: campaign)
        ledger.close()
        let reader = try place.reader()
        #expect(try reader.counts(plan).states == [.claimed: 1, .pending: 1])
        let fault = LedgerFault.notWritable(ledger: reader.displayName)
        #expect(throws: fault) { try reader.enrol(Lines(users: 0..<2), in: campaign) }
        #expect(throws: fault) { try reader.campaign("/data/new.csv") }
        #expect(throws: fault) { try reader.storePacing(site: "s", ["a": "b"]) }
        #expect(throws: fault) { try reader.forget(before: .max) }
        #expect(throws: fault) { try reader.resolveAll(plan, as: .sent) }
        #expect(throws: fault) { try reader.doubt([id], errorKey: "", reason: "") }
        await #expect(throws: fault) { try await reader.carryOut(claiming: [id], for: campaign) }
        #expect(try reader.campaign(campaign.identity, create: true) == campaign)
        #expect(try reader.counts(plan).states == [.claimed: 1, .pending: 1])
    }

    @Test("A reader sees what was written before, also while more is being written", arguments: LedgerUnderTest.all)
    func whileWriting(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        try ledger.enrol(Lines(users: 0..<2), in: campaign)
        _ = try ledger.enrol(campaign, plan: .test("later")) { enrolment in
            for row in Lines(users: 0..<9).rows { try enrolment.add(row) }
            try enrolment.flush()
            let plan = try place.reader().storedPlan(campaign)
            #expect(plan?.rows == 2)
        } approve: { _ in
            let states = try place.reader().check().states
            #expect(states == [.pending: 2])
        }
        #expect(try place.reader().storedPlan(campaign)?.rows == 9)
    }
}
