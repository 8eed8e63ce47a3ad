import BatchModel
import Foundation
import LedgerStore
import TestSupport
import Testing

@testable import SQLiteLedger

@Suite("Upkeep")
struct UpkeepTests {
    @Test("What was forgotten is nowhere in the file")
    func forget() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<2), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try ledger.commit(settling: [], claiming: ids, for: campaign, at: 1)
        try ledger.commit(
            settling: zip(ids, [100, 200] as [Int64]).map { id, end in
                Settlement(
                    entry: id, state: .rejected,
                    AttemptTrace(
                        httpStatus: 200, errorKey: "key", errorMessage: "marker-\(end)-text",
                        finishedAtMilliseconds: end))
            }, claiming: [], for: campaign, at: 2)
        _ = try ledger.beginRun(campaign, settingsJSON: "marker-old-settings", at: 100)
        #expect(try ledger.forget(before: 200).texts == 1)
        ledger.close()
        let file = Data(try scratch.directory.read("ledger.sqlite"))
        #expect(file.range(of: Data("marker-100-text".utf8)) == nil)
        #expect(file.range(of: Data("marker-old-settings".utf8)) == nil)
        #expect(file.range(of: Data("marker-200-text".utf8)) != nil)
    }

    @Test("A check finds a message that cannot be found by content, and a plan with a hole")
    func check() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        try ledger.enrol(Lines(users: 0..<3), in: campaign)
        let health = try ledger.check()
        #expect(health.faults.isEmpty)
        #expect(health.states == [.pending: 3])
        #expect(health.campaigns == 1)
        #expect(health.byteCount > 0)
        try ledger.tamper("DELETE FROM identity WHERE message = 2")
        #expect(try ledger.check().faults.count == 1)
        try ledger.tamper("UPDATE plan_run SET length = length - 1")
        #expect(try ledger.check().faults.count == 2)
    }

    @Test("A plan whose message is missing is called damaged when it is read")
    func hole() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: try ledger.campaign()).plan
        try ledger.tamper("DELETE FROM message WHERE id = 2")
        let fault = LedgerFault.damaged(ledger: scratch.path, reason: "message 2 is missing (SQLite 11)")
        #expect(throws: fault) { try ledger.entries(plan, from: 0, limit: 3) }
        #expect(throws: LedgerFault.self) { try ledger.counts(plan) }
        #expect(try ledger.entries(plan, from: 2, limit: 1).count == 1)
    }

    @Test("A plan with a hole is called damaged when the hole is read")
    func holeInPlan() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let rows = Lines(users: 0..<3).rows + [.excluded] + Lines(users: 3..<5).rows
        let plan = try ledger.enrol(rows, in: try ledger.campaign()).plan
        try ledger.tamper("UPDATE plan_run SET length = length - 1 WHERE position = 0")
        let fault = LedgerFault.damaged(ledger: scratch.path, reason: "row 2 of a plan is missing (SQLite 11)")
        for start in 0..<3 {
            #expect(throws: fault) { try ledger.entries(plan, from: start, limit: 9) }
        }
        #expect(try ledger.entries(plan, from: 0, limit: 2).count == 2)
        #expect(try ledger.entries(plan, from: 3, limit: 9).count == 3)
        #expect(throws: fault) { try ledger.counts(plan) }
    }
}
