import BatchModel
import GRDB
import LedgerStore
import TestSupport
import Testing

@testable import SQLiteLedger

@Suite("A failing disk")
struct FailingDiskTests {
    /// A campaign with ten messages, the first two claimed.
    private struct Run {
        let scratch: Scratch
        let ledger: SQLiteStore
        let campaign: Campaign
        let plan: StoredPlan
        let ids: [Int64]

        init() throws {
            scratch = try Scratch()
            ledger = try scratch.open()
            campaign = try ledger.campaign()
            plan = try ledger.enrol(Lines(users: 0..<10), in: campaign).plan
            ids = try ledger.messages(plan).map(\.id)
            try ledger.commit(settling: [], claiming: Array(ids[..<2]), for: campaign, at: 1)
        }

        /// Lets the file grow no further, as a full disk would.
        func fillDisk() throws {
            let pages = try ledger.queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA page_count") }
            try ledger.tamper("PRAGMA max_page_count = \(try #require(pages))")
        }

        /// Settles and claims with texts too large for the pages there are.
        func settleLarge() throws {
            let text = String(repeating: "x", count: 2_000)
            let settlements = ids[..<2].map {
                Settlement(entry: $0, state: .rejected, AttemptTrace(errorMessage: text))
            }
            try ledger.commit(settling: settlements, claiming: [ids[2]], for: campaign, at: 2)
        }
    }

    private func expectWriteFailure(_ body: () throws -> Void) {
        let error = #expect(throws: LedgerFault.self, performing: body)
        guard case .writeFailed = error else {
            Issue.record("failed otherwise: \(error.map(String.init(describing:)) ?? "none")")
            return
        }
    }

    @Test("A full disk takes nothing of the commit; no claim succeeds afterwards, and small settlements do")
    func fullDisk() throws {
        let run = try Run()
        try run.fillDisk()
        expectWriteFailure(run.settleLarge)
        #expect(try run.ledger.counts(run.plan).states == [.claimed: 2, .pending: 8])

        expectWriteFailure { try run.ledger.commit(settling: [], claiming: [run.ids[5]], for: run.campaign, at: 3) }
        try run.ledger.commit(
            settling: [Settlement(entry: run.ids[0], state: .sent)], claiming: [], for: run.campaign, at: 4)
        try run.ledger.tamper("PRAGMA max_page_count = 1000000")
        expectWriteFailure { try run.ledger.commit(settling: [], claiming: [run.ids[5]], for: run.campaign, at: 5) }
        expectWriteFailure {
            try run.ledger.commit(
                settling: [Settlement(entry: run.ids[1], state: .sent)], claiming: [run.ids[5]], for: run.campaign,
                at: 6)
        }
        #expect(try run.ledger.counts(run.plan).states == [.claimed: 1, .sent: 1, .pending: 8])
    }

    @Test("Once there is space again, the next opening goes on exactly")
    func afterwards() async throws {
        let run = try Run()
        try run.fillDisk()
        expectWriteFailure(run.settleLarge)
        run.ledger.close()
        let ledger = try run.scratch.open()
        #expect(ledger.recovered == 2)
        #expect(try ledger.check().faults.isEmpty)
        #expect(try ledger.counts(run.plan).states == [.unknown: 2, .pending: 8])
        try await ledger.bring([run.ids[5]], to: .sent, in: run.campaign)
    }

    @Test("An enrolment the disk has no room for leaves the plan of before")
    func fullDiskWhileEnrolling() throws {
        let run = try Run()
        try run.fillDisk()
        expectWriteFailure { try run.ledger.enrol(Lines(users: 0..<9_000), in: run.campaign) }
        #expect(try run.ledger.storedPlan(run.campaign) == run.plan)
        #expect(try run.ledger.counts(run.plan).total == 10)
    }

    @Test("After an error of the disk itself nothing is written any more, and reading goes on")
    func failedSync() throws {
        let run = try Run()
        expectWriteFailure {
            try run.ledger.write { database in
                try database.execute(sql: "UPDATE message SET state = 2")
                throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC, message: "disk I/O error")
            }
        }
        let settlement = Settlement(entry: run.ids[0], state: .sent)
        expectWriteFailure { try run.ledger.commit(settling: [settlement], claiming: [], for: run.campaign, at: 3) }
        expectWriteFailure { try run.ledger.commit(settling: [], claiming: [run.ids[4]], for: run.campaign, at: 3) }
        expectWriteFailure { try run.ledger.resolve([]) }
        #expect(try run.ledger.counts(run.plan).states == [.claimed: 2, .pending: 8])
    }

    @Test("A full disk that then fails altogether is treated as failing")
    func worse() throws {
        let run = try Run()
        for code in [ResultCode.SQLITE_FULL, .SQLITE_IOERR_WRITE] {
            expectWriteFailure { try run.ledger.write { _ in throw DatabaseError(resultCode: code) } }
        }
        let settlement = Settlement(entry: run.ids[0], state: .sent)
        expectWriteFailure { try run.ledger.commit(settling: [settlement], claiming: [], for: run.campaign, at: 3) }
    }

    @Test("A ledger whose pages were overwritten says that it is damaged")
    func damaged() throws {
        let run = try Run()
        try run.ledger.enrol(Lines(users: 0..<5_000), in: run.campaign)
        run.ledger.close()
        var bytes = try run.scratch.directory.read("ledger.sqlite")
        for index in 4096..<bytes.count { bytes[index] = 0xAA }
        try run.scratch.directory.write(bytes, to: "ledger.sqlite")
        let error = #expect(throws: LedgerFault.self) { try run.scratch.open() }
        guard case .damaged = error else {
            Issue.record("not called damaged: \(error.map(String.init(describing:)) ?? "none")")
            return
        }
    }
}
