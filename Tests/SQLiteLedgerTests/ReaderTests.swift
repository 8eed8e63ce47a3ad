import BatchModel
import Foundation
import LedgerStore
import TestSupport
import Testing

@testable import SQLiteLedger

@Suite("Reading beside a writer")
struct ReaderTests {
    private func bytes(_ scratch: Scratch, _ suffix: String) throws -> [UInt8] {
        try scratch.directory.read("ledger.sqlite" + suffix)
    }

    @Test("Where there is no ledger there is none to read, and none is made")
    func none() throws {
        let scratch = try Scratch()
        #expect(try SQLiteStore.openForReading(at: scratch.path) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.directory.path).isEmpty)
    }

    @Test("A reader sees what is committed, and leaves ledger and log as they are")
    func besideWriter() async throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<50), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.bring(Array(ids[..<10]), to: .sent, in: campaign)
        let before = (try bytes(scratch, ""), try bytes(scratch, "-wal"))
        #expect(!before.1.isEmpty)

        let reader = try scratch.reader()
        #expect(try reader.states(plan)[.sent] == 10)
        #expect(try reader.storedPlan(campaign) == plan)
        reader.close()
        #expect(try bytes(scratch, "") == before.0)
        #expect(try bytes(scratch, "-wal") == before.1)

        let second = try scratch.reader()
        try await ledger.bring(Array(ids[10..<15]), to: .rejected, in: campaign)
        #expect(try second.states(plan)[.rejected] == 5)
        #expect(try second.states(plan).total == 50)
    }

    @Test("A reader that stays does not keep the writer from closing, nor see less afterwards")
    func outlivesWriter() async throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<5), in: campaign).plan
        let reader = try scratch.reader()
        #expect(try reader.states(plan)[.pending] == 5)
        try await ledger.bring(try ledger.messages(plan).map(\.id), to: .sent, in: campaign)
        ledger.close()
        #expect(try reader.states(plan)[.sent] == 5)
        reader.close()
        #expect(try scratch.reader().states(plan)[.sent] == 5)
    }

    @Test("A ledger without a log is readable, and a dead run's claims are shown as they stand")
    func withoutLog() async throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<5), in: campaign).plan
        try await ledger.bring([try ledger.messages(plan)[2].id], to: .claimed, in: campaign)
        ledger.close()
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "-wal"))
        let before = try bytes(scratch, "")
        let reader = try scratch.reader()
        #expect(try reader.counts(plan).states == [.pending: 4, .claimed: 1])
        #expect(try reader.states(plan)[.unknown] == 1)
        reader.close()
        #expect(try bytes(scratch, "") == before)
        #expect(try scratch.open().recovered == 1)
    }

    @Test("A log that a killed writer left is read, and left to the next writer")
    func afterKill() async throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<5), in: campaign).plan
        try await ledger.bring(try ledger.messages(plan).prefix(2).map(\.id), to: .sent, in: campaign)
        // What a kill leaves: the ledger and its log as they are on disk.
        let copy = try Scratch()
        for suffix in ["", "-wal"] {
            try copy.directory.write(try bytes(scratch, suffix), to: "ledger.sqlite" + suffix)
        }
        let log = try bytes(copy, "-wal")
        let reader = try copy.reader()
        #expect(try reader.states(plan)[.sent] == 2)
        reader.close()
        #expect(try bytes(copy, "-wal") == log)
        #expect(try copy.open().states(plan)[.sent] == 2)
    }

    @Test("The connection of a reader cannot write")
    func readOnlyConnection() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let plan = try ledger.enrol(Lines(users: 0..<1), in: try ledger.campaign()).plan
        let reader = try scratch.reader()
        #expect(throws: (any Error).self) { try reader.tamper("UPDATE message SET state = 2") }
        #expect(try ledger.messages(plan)[0].state == .pending)
    }
}
