import Foundation
import LedgerStore
import TestSupport
import Testing

@testable import SQLiteLedger

@Suite("The lock")
struct LockTests {
    /// A process of another program that holds a lock file until it is killed.
    private struct Holder {
        let process = Process()
        let input = Pipe()
        let output = Pipe()

        init(lock path: String) throws {
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            let script = """
                exec 9<>"$0"; flock -n 9 || exit 7
                printf '%s\\n2026-01-02T03:04:05Z\\nsend other.csv\\n' $$ >"$0"
                echo held; read -r _
                """
            process.arguments = ["-c", script, path]
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            _ = output.fileHandleForReading.availableData
        }

        /// Kills it without a chance to clean up.
        func kill() {
            Glibc.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    @Test("A ledger another process holds is refused, naming process, command and start; its death frees it")
    func otherProcess() throws {
        let scratch = try Scratch()
        try scratch.open().close()
        let holder = try Holder(lock: scratch.path + ".lock")
        let error = #expect(throws: LedgerFault.self) { try scratch.open() }
        let named = LedgerHolder(
            processID: holder.process.processIdentifier, startedAt: "2026-01-02T03:04:05Z", command: "send other.csv")
        #expect(error == .locked(ledger: scratch.path, by: named))
        holder.kill()
        let ledger = try scratch.open()
        #expect(try ledger.check().faults.isEmpty)
    }

    @Test("Another process cannot take the lock while the ledger is open for writing, and can afterwards")
    func heldAgainstOthers() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let kept = try Holder(lock: scratch.path + ".lock")
        kept.process.waitUntilExit()
        #expect(kept.process.terminationStatus == 7)
        ledger.close()
        let freed = try Holder(lock: scratch.path + ".lock")
        #expect(freed.process.isRunning)
        freed.kill()
    }

    @Test("A second opening in the same process is refused, and names this process")
    func sameProcess() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let error = #expect(throws: LedgerFault.self) { try scratch.open() }
        guard case .locked(_, let holder) = error else {
            Issue.record("not refused for the lock")
            return
        }
        #expect(holder.processID == ProcessInfo.processInfo.processIdentifier)
        #expect(holder.command == "send list.csv")
        #expect(holder.startedAt?.hasSuffix("Z") == true)
        ledger.close()
    }

    @Test("Links and other spellings of the path meet the same lock", arguments: ["link", "folder", "dots"])
    func otherPaths(kind: String) throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let directory = scratch.directory
        let other: String
        switch kind {
        case "link":
            other = directory.file("other.sqlite")
            try FileManager.default.createSymbolicLink(atPath: other, withDestinationPath: "ledger.sqlite")
        case "folder":
            try FileManager.default.createSymbolicLink(atPath: directory.file("f"), withDestinationPath: directory.path)
            other = directory.file("f/ledger.sqlite")
        default:
            let folder = URL(fileURLWithPath: directory.path).lastPathComponent
            other = directory.path + "/../" + folder + "/./ledger.sqlite"
        }
        let error = #expect(throws: LedgerFault.self) { try SQLiteStore.openForWriting(at: other, command: "resolve") }
        guard case .locked(ledger: ledger.path, by: _) = error else {
            Issue.record("not refused for the lock")
            return
        }
        ledger.close()
        let opened = try Self.openFreed(other)
        #expect(opened.path == scratch.path)
        #expect(!FileManager.default.fileExists(atPath: directory.file("other.sqlite.lock")))
    }

    /// Opens a ledger that was just closed. A process that another test starts has the lock's descriptor until it becomes
    /// its program.
    private static func openFreed(_ path: String) throws -> SQLiteStore {
        for _ in 0..<1_000 {
            do {
                return try SQLiteStore.openForWriting(at: path, command: "resolve")
            } catch LedgerFault.locked {
                sched_yield()
            }
        }
        return try SQLiteStore.openForWriting(at: path, command: "resolve")
    }

    @Test("A second name of the file is refused, because it would get around the lock")
    func hardLink() throws {
        let scratch = try Scratch()
        try scratch.open().close()
        let other = scratch.directory.file("second.sqlite")
        try FileManager.default.linkItem(atPath: scratch.path, toPath: other)
        #expect(throws: LedgerFault.cannotCreate(ledger: other, reason: "the file has a second name (a hard link)")) {
            try SQLiteStore.openForWriting(at: other, command: "send")
        }
    }

    @Test("A lock file that is a link is not followed")
    func linkedLock() throws {
        let scratch = try Scratch()
        try scratch.directory.write("precious", to: "victim")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + ".lock", withDestinationPath: scratch.directory.file("victim"))
        let error = #expect(throws: LedgerFault.self) { try scratch.open() }
        guard case .cannotCreate = error else {
            Issue.record("not refused for the link")
            return
        }
        #expect(try scratch.directory.read("victim") == Array("precious".utf8))
    }

    @Test("Readers need no lock and hold none")
    func readers() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let reader = try scratch.reader()
        ledger.close()
        let again = try scratch.open()
        #expect(try reader.check().faults.isEmpty)
        again.close()
    }

    @Test("A reader can say who writes the ledger, and that nobody does any more")
    func holders() throws {
        let scratch = try Scratch()
        let ledger = try scratch.open()
        let reader = try scratch.reader()
        #expect(reader.holders.first?.processID == ProcessInfo.processInfo.processIdentifier)
        ledger.close()
        #expect(reader.holders.isEmpty)
        let killed = try Holder(lock: scratch.path + ".lock")
        #expect(reader.holders.first?.command == "send other.csv")
        killed.kill()
        #expect(reader.holders.isEmpty)
    }

    @Test("What the lock file says is shown without its control characters, and nonsense is no holder")
    func hostileLockFile() {
        let holder = LedgerHolder(record: "12\n2026\u{1B}[31m\nsend \u{1B}]0;x\u{7}\n")
        #expect(holder.processID == 12)
        #expect(!holder.description.unicodeScalars.contains("\u{1B}"))
        #expect(LedgerHolder(record: "nonsense").description == "another process")
        #expect(LedgerHolder(record: "").processID == nil)
        let mine = LedgerHolder(processID: 7, startedAt: "now", command: "send a\nb")
        #expect(LedgerHolder(record: mine.record).command == "send a\u{FFFD}b")
    }
}
