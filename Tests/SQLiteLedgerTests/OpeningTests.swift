import BatchModel
import Foundation
import GRDB
import LedgerStore
import TestSupport
import Testing

@testable import SQLiteLedger

@Suite("Opening")
struct OpeningTests {
    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("Folders are made with mode 0700, and the ledger, its lock and its log with 0600")
    func modes() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("state/grupo batch/site.sqlite")
        let ledger = try SQLiteStore.openForWriting(at: path, command: "send")
        _ = try ledger.campaign()
        #expect(try mode(directory.file("state")) == 0o700)
        #expect(try mode(directory.file("state/grupo batch")) == 0o700)
        for suffix in ["", ".lock", "-wal", "-shm"] { #expect(try mode(path + suffix) == 0o600, "\(suffix)") }
    }

    @Test("A relative path is relative to the working directory")
    func relativePath() throws {
        let scratch = try Scratch()
        let up = String(repeating: "../", count: FileManager.default.currentDirectoryPath.split(separator: "/").count)
        let ledger = try SQLiteStore.openForWriting(at: up + scratch.path.dropFirst(), command: "send")
        #expect(ledger.path == scratch.path)
    }

    @Test("The writing connection is in WAL mode with synchronous FULL")
    func durable() throws {
        let scratch = try Scratch()
        for _ in 0..<2 {
            let ledger = try scratch.open()
            let health = try ledger.check()
            #expect(health.facts == ["journal_mode": "wal"])
            #expect(try ledger.queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
            #expect(health.faults.isEmpty)
            #expect(health.formatVersion == LedgerSchema.migrations.count)
            ledger.close()
        }
    }

    @Test("A connection that cannot be made durable is refused")
    func notDurable() throws {
        // A database in memory has no write-ahead log.
        #expect(throws: LedgerFault.notDurable(ledger: "x", reason: "cannot be made durable (journal_mode is memory)"))
        {
            try DatabaseQueue(configuration: .writing(at: "x"))
        }
    }

    @Test("A link to a ledger is followed; one to nothing is refused, and nothing is made behind it")
    func links() throws {
        let scratch = try Scratch()
        try scratch.open().close()
        let link = scratch.directory.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "ledger.sqlite")
        let ledger = try SQLiteStore.openForWriting(at: link, command: "send")
        #expect(ledger.path == scratch.path)

        let dangling = scratch.directory.file("dangling")
        try FileManager.default.createSymbolicLink(atPath: dangling, withDestinationPath: "nothing")
        let reason = "it is a link to a file that does not exist"
        #expect(throws: LedgerFault.cannotCreate(ledger: dangling, reason: reason)) {
            try SQLiteStore.openForWriting(at: dangling, command: "send")
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.directory.file("nothing")))
        #expect(try SQLiteStore.openForReading(at: dangling) == nil)
    }

    @Test("A path that is no file's is refused", arguments: ["", "folder", "folder/", "new/", "file/ledger", "new/.."])
    func unusablePaths(name: String) throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.file("folder"), withIntermediateDirectories: false)
        try directory.write("text", to: "file")
        let error = #expect(throws: LedgerFault.self) {
            try SQLiteStore.openForWriting(at: directory.file(name), command: "send")
        }
        switch error {
        case .cannotCreate, .cannotRead: break
        default: Issue.record("refused for another reason: \(error.map(String.init(describing:)) ?? "none")")
        }
    }

    @Test("A ledger of a newer format is refused for writing and for reading, and left as it is")
    func newerSchema() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let newer = LedgerSchema.migrations.count + 1
        try ledger.tamper("PRAGMA user_version = \(newer)")
        ledger.close()
        let before = try scratch.directory.read("ledger.sqlite")
        let fault = LedgerFault.newerFormat(ledger: scratch.path, found: newer, supported: newer - 1)
        #expect(throws: fault) { try scratch.open() }
        #expect(throws: fault) { try SQLiteStore.openForReading(at: scratch.path) }
        #expect(try scratch.directory.read("ledger.sqlite") == before)
    }

    @Test("A database of another program is refused for writing and for reading, and left as it is")
    func foreignDatabase() throws {
        let scratch = try Scratch()
        let other = try DatabaseQueue(path: scratch.path)
        try other.inDatabase { try $0.execute(sql: "CREATE TABLE precious (a)") }
        try other.close()
        let before = try scratch.directory.read("ledger.sqlite")
        #expect(throws: LedgerFault.notALedger(ledger: scratch.path)) { try scratch.open() }
        #expect(throws: LedgerFault.notALedger(ledger: scratch.path)) {
            try SQLiteStore.openForReading(at: scratch.path)
        }
        #expect(try scratch.directory.read("ledger.sqlite") == before)
    }

    @Test("A file that is no database is refused for writing and for reading, and left as it is")
    func foreignFile() throws {
        let scratch = try Scratch()
        let text = String(repeating: "user,message\n", count: 500)
        try scratch.directory.write(text, to: "ledger.sqlite")
        #expect(throws: LedgerFault.notALedger(ledger: scratch.path)) { try scratch.open() }
        #expect(throws: LedgerFault.notALedger(ledger: scratch.path)) {
            try SQLiteStore.openForReading(at: scratch.path)
        }
        #expect(try scratch.directory.read("ledger.sqlite") == Array(text.utf8))
    }

    @Test("An empty file, as a start that died leaves it, becomes a ledger")
    func emptyFile() throws {
        let scratch = try Scratch()
        try scratch.directory.write("", to: "ledger.sqlite")
        #expect(try SQLiteStore.openForReading(at: scratch.path) == nil)
        #expect(try scratch.open().check().faults.isEmpty)
    }

    @Test("Every fault says where it is and is safe for a terminal")
    func descriptions() {
        let path = "/data/\u{1B}[31mledger"
        let faults: [LedgerFault] = [
            .locked(ledger: path, by: LedgerHolder(processID: 7, startedAt: "now", command: "send")),
            .cannotCreate(ledger: path, reason: "r"), .cannotRead(ledger: path, reason: "r"), .notALedger(ledger: path),
            .newerFormat(ledger: path, found: 9, supported: 1), .notDurable(ledger: path, reason: "r"),
            .notMade(ledger: path), .damaged(ledger: path, reason: "r"),
            .writeFailed(ledger: path, reason: "r"), .notWritable(ledger: path),
        ]
        for fault in faults {
            #expect(fault.description.contains("/data/\u{FFFD}[31mledger"), "\(fault)")
            #expect(!fault.description.unicodeScalars.contains("\u{1B}"), "\(fault)")
        }
    }
}
