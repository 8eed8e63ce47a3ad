import BatchModel
import Foundation
import TestSupport
import Testing

@testable import LedgerStore

@Suite("What runs tell each other")
struct SendingTests {
    private static let list = String(repeating: "a1", count: 16)
    private static let other = String(repeating: "b2", count: 16)

    private let directory: TemporaryDirectory
    private let folder: SendingFolder

    init() throws {
        directory = try TemporaryDirectory()
        folder = SendingFolder(directory.file("state/grupo-batch"))
    }

    private func take(_ key: String = list, _ command: String = "send list.csv") throws -> SendingLock {
        try SendingLock.take(key, in: folder, command: command) {
            .beingSent(manifest: "list.csv", isCopy: false, by: $0)
        }
    }

    private func record(_ ledger: String, at milliseconds: Int64 = 1_000) -> SendingRecord {
        SendingRecord(
            ledger: ledger, manifest: "/data/list.csv", command: "send list.csv", atMilliseconds: milliseconds)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("What is being sent is refused to a second run, naming the first, and everything else is not")
    func secondTake() throws {
        let lock = try take()
        let error = #expect(throws: LedgerFault.self) { try take(Self.list, "send copy.csv") }
        guard case .beingSent("list.csv", isCopy: false, let holder) = error else {
            Issue.record("not refused for the lock")
            return
        }
        #expect(holder.processID == ProcessInfo.processInfo.processIdentifier)
        #expect(holder.command == "send list.csv")
        try take(Self.other).release()
        lock.release()
        lock.release()
        try take().release()
    }

    @Test("A lock that was dropped leaves no file behind, and what there is, is for its owner only")
    func files() throws {
        let lock = try take()
        #expect(folder.lockFiles.count == 1)
        for file in [folder.lockFile(Self.list), folder.path + "/sending.lock"] { #expect(try mode(file) == 0o600) }
        #expect(try mode(folder.path) == 0o700)
        lock.release()
        #expect(folder.lockFiles == [])
    }

    @Test("The lock of a run that died is no obstacle, and its file goes with the next run; one that is held stays")
    func abandoned() throws {
        let lock = try take()
        for key in [Self.other, String(repeating: "c", count: 32)] {
            try directory.write("7\nlong ago\nsend x.csv\n", to: "state/grupo-batch/sending-\(key).lock")
        }
        let second = try take(Self.other)
        #expect(Set(folder.lockFiles) == [folder.lockFile(Self.list), folder.lockFile(Self.other)])
        #expect(throws: LedgerFault.self) { try take() }
        lock.release()
        second.release()
    }

    @Test("The lock file of a ledger is never removed, however it is called")
    func foreignFiles() throws {
        try take().release()
        let names = ["sending-chat.example.sqlite.lock", "sending-\(Self.other).sqlite.lock", "sending-.lock"]
        for name in names { try directory.write("", to: "state/grupo-batch/\(name)") }
        try take().release()
        for name in names { #expect(FileManager.default.fileExists(atPath: "\(folder.path)/\(name)")) }
    }

    @Test("A link in the place of a lock or of the registry is not followed")
    func links() throws {
        try take().release()
        try directory.write("precious", to: "victim")
        for file in [folder.lockFile(Self.list), folder.registry] {
            try FileManager.default.createSymbolicLink(
                atPath: file, withDestinationPath: directory.file("victim"))
        }
        #expect(throws: LedgerFault.self) { try take() }
        #expect(throws: LedgerFault.self) { try SendingRegistry(folder).add(record("/l"), keys("1", "2")) }
        #expect(try directory.read("victim") == Array("precious".utf8))
    }

    @Test("Where the folder cannot be made, nothing may be sent")
    func noFolder() throws {
        try directory.write("", to: "state")
        let error = #expect(throws: LedgerFault.self) { try take() }
        guard case .unguarded = error else {
            Issue.record("not refused for the folder")
            return
        }
    }

    private func keys(_ path: String?, _ content: String) -> SendingKeys { SendingKeys(path: path, content: content) }

    private func records(_ keys: SendingKeys) throws -> [SendingRecord] {
        try SendingRegistry(folder).sendings(keys).map(\.record)
    }

    @Test("A manifest is found by its path or by its content, and by nothing else")
    func registryKeys() throws {
        let registry = SendingRegistry(folder)
        #expect(try records(keys("p", "c")) == [])
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        try registry.add(record("/one"), keys("p", "c"))
        try registry.add(record("/two"), keys(nil, "d"))
        #expect(try records(keys("p", "x")).map(\.ledger) == ["/one"])
        #expect(try records(keys("x", "c")).map(\.ledger) == ["/one"])
        #expect(try records(keys(nil, "d")).map(\.ledger) == ["/two"])
        #expect(try records(keys(nil, "x")) == [])
        #expect(try records(keys("c", "p")) == [])
        #expect(try mode(folder.registry) == 0o600)
    }

    @Test("A second run of a ledger is no second entry: it keeps the first time, has the last one, and comes last")
    func registryRepeats() throws {
        let registry = SendingRegistry(folder)
        #expect(try registry.add(record("/one", at: 1), keys("p", "c")))
        #expect(try registry.add(record("/two", at: 2), keys("p", "c")))
        #expect(try registry.add(record("/one", at: 3), keys("p", "edited")))
        #expect(try !registry.add(record("/one", at: 4), keys("p", "c")))
        let found = try records(keys("p", "c"))
        #expect(found.map(\.ledger) == ["/two", "/one", "/one"])
        #expect(found.last?.firstAtMilliseconds == 1)
        #expect(found.last?.lastAtMilliseconds == 4)
    }

    @Test("What is taken back is gone, and only that")
    func registryRemoval() throws {
        let registry = SendingRegistry(folder)
        for ledger in ["/one", "/two"] { try registry.add(record(ledger), keys("p", "c")) }
        try registry.remove(record("/one", at: 9), keys("p", "c"))
        #expect(try records(keys("p", "c")).map(\.ledger) == ["/two"])
    }

    @Test("Beyond its limit the registry forgets what was not used for longest")
    func registryLimit() throws {
        let registry = SendingRegistry(folder, limit: 3)
        for number in 1...4 { try registry.add(record("/\(number)"), keys("p", "c")) }
        #expect(try records(keys("p", "c")).map(\.ledger) == ["/2", "/3", "/4"])
    }

    @Test("A line that cannot be read counts as sent through an unknown ledger, and a half-written draft for nothing")
    func registryDamage() throws {
        let registry = SendingRegistry(folder)
        try registry.add(record("/one"), keys("p", "c"))
        try directory.write("p c {\"ledger\":\n", to: "state/grupo-batch/sending.registry")
        try directory.write("p c half", to: "state/grupo-batch/sending.registry.new")
        #expect(try records(keys("p", "x")).map(\.ledger) == [""])
        try registry.add(record("/two"), keys("p", "c"))
        #expect(try records(keys("p", "x")).map(\.ledger) == ["", "/two"])
    }

    @Test(
        "A line that names no manifest may have named any: nothing is read, and nothing replaced",
        arguments: ["nonsense", "\0\0\0"])
    func registryNonsense(line: String) throws {
        let registry = SendingRegistry(folder)
        try registry.add(record("/one"), keys("p", "c"))
        try directory.write("p c {}\n\(line)\n", to: "state/grupo-batch/sending.registry")
        #expect(throws: LedgerFault.damagedRegistry(path: folder.registry)) { try records(keys("p", "c")) }
        #expect(throws: LedgerFault.damagedRegistry(path: folder.registry)) {
            try registry.add(record("/two"), keys("q", "d"))
        }
    }

    @Test("What had been served at the end of a run is kept for that run, and not for the next one")
    func registryEnd() throws {
        let registry = SendingRegistry(folder)
        var served = ServedSum()
        served.add(MessageIdentity(key: MessageKey(high: 1, low: .max), ordinal: 3))
        try registry.add(record("/one", at: 1), keys("p", "c"))
        try registry.end(record("/one", at: 1), keys("p", "c"), served: served)
        #expect(try records(keys("p", "c")).map(\.served) == [served])
        try registry.add(record("/one", at: 2), keys("p", "c"))
        try registry.end(record("/one", at: 1), keys("p", "c"), served: served)
        #expect(try records(keys("p", "c")).map(\.served) == [nil])
    }
}
