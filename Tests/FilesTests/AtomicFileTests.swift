import Files
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("A report file")
struct AtomicFileTests {
    private let folder: TemporaryDirectory
    private var path: String { folder.file("report.csv") }

    init() throws { folder = try TemporaryDirectory() }

    @Test("is not there before it is committed, whole afterwards, and leaves nothing beside it")
    func whole() throws {
        let file = try AtomicFile(path: path)
        let part = String(repeating: "0123456789", count: 10_000)
        for _ in 0..<5 { try file.write(part) }
        #expect(!exists("report.csv"))
        try file.commit()
        #expect(try String(decoding: folder.read("report.csv"), as: UTF8.self) == String(repeating: part, count: 5))
        #expect(try names() == ["report.csv"])
    }

    @Test("takes the place of the report before it in one step")
    func replaces() throws {
        try folder.write("old", to: "report.csv")
        let file = try AtomicFile(path: path)
        try file.write("new")
        #expect(try folder.read("report.csv") == Array("old".utf8))
        try file.commit()
        #expect(try folder.read("report.csv") == Array("new".utf8))
    }

    @Test("leaves nothing after discard, and the report before it as it was")
    func discard() throws {
        try folder.write("old", to: "report.csv")
        let file = try AtomicFile(path: path)
        try file.write("half")
        file.discard()
        file.discard()
        #expect(try names() == ["report.csv"])
        #expect(try folder.read("report.csv") == Array("old".utf8))
    }

    @Test("leaves nothing when it is let go without a commit")
    func letGo() throws {
        do { _ = try AtomicFile(path: path) }
        #expect(try names().isEmpty)
    }

    @Test("is for its owner only, whatever the umask", arguments: [mode_t(0o000), 0o077, 0o277])
    func mode(mask: mode_t) throws {
        let before = umask(mask)
        let file = Result { try AtomicFile(path: path) }
        umask(before)
        try file.get().commit()
        #expect(try permissions("report.csv") == 0o600)
    }

    @Test("uses the draft of a dead process again, without its content and its mode")
    func draft() throws {
        try folder.write("what a killed process wrote", to: ".report.csv.part")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o666], ofItemAtPath: folder.file(".report.csv.part"))
        let draft = try inode(".report.csv.part")
        let file = try AtomicFile(path: path)
        try file.write("new")
        try file.commit()
        #expect(try folder.read("report.csv") == Array("new".utf8))
        #expect(try inode("report.csv") == draft)
        #expect(try permissions("report.csv") == 0o600)
        #expect(try names() == ["report.csv"])
    }

    @Test("never writes into a draft that is a link, or has a second name")
    func hostileDraft() throws {
        try folder.write("precious", to: "other")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file(".report.csv.part"), withDestinationPath: folder.file("other"))
        try AtomicFile(path: path).commit()
        #expect(try folder.read("other") == Array("precious".utf8))
        try FileManager.default.removeItem(atPath: folder.file(".report.csv.part"))
        try FileManager.default.linkItem(atPath: folder.file("other"), toPath: folder.file(".report.csv.part"))
        try AtomicFile(path: path).commit()
        #expect(try folder.read("other") == Array("precious".utf8))
    }

    @Test("is one writer's or the other's when two write at once, never a mixture")
    func twoWriters() throws {
        let first = try AtomicFile(path: path)
        let second = try AtomicFile(path: path)
        try first.write("first")
        try second.write("second")
        try first.commit()
        #expect(try folder.read("report.csv") == Array("first".utf8))
        try second.commit()
        #expect(try folder.read("report.csv") == Array("second".utf8))
        #expect(try names() == ["report.csv"])
    }

    @Test("stays whole while eight tasks write it over and over")
    func manyWriters() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for _ in 0..<20 {
                        let file = try AtomicFile(path: path)
                        for _ in 0..<2_000 { try file.write("\(writer)") }
                        try file.commit()
                    }
                }
            }
            try await group.waitForAll()
        }
        let bytes = try folder.read("report.csv")
        #expect(bytes.count == 2_000 && Set(bytes).count == 1)
        #expect(try names() == ["report.csv"])
    }

    @Test("is refused where a symbolic link stands, also one to nothing")
    func link() throws {
        try folder.write("precious", to: "other")
        for target in ["other", "nowhere"] {
            try FileManager.default.createSymbolicLink(
                atPath: path, withDestinationPath: folder.file(target))
            #expect(throws: FileFault.self) { try AtomicFile(path: path) }
            try FileManager.default.removeItem(atPath: path)
        }
        #expect(try names() == ["other"])
    }

    @Test("is refused at commit when a link took its place meanwhile")
    func lateLink() throws {
        let file = try AtomicFile(path: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.file("other"))
        #expect(throws: FileFault.self) { try file.commit() }
        file.discard()
        #expect(try names() == ["report.csv"])
    }

    @Test("is refused where a folder or a named pipe stands")
    func notAFile() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: FileFault.self) { try AtomicFile(path: path) }
        let pipe = folder.file("pipe.csv")
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        #expect(throws: FileFault.self) { try AtomicFile(path: pipe) }
    }

    @Test("is refused in a folder that is missing or takes no files, and the fault names the path")
    func unwritable() throws {
        for path in [folder.file("missing/report.csv"), "/proc/report.csv"] {
            let fault = try #require(throws: FileFault.self) { try AtomicFile(path: path) }
            #expect(fault.path == path)
            #expect(!fault.reason.isEmpty)
        }
    }

    @Test("shows its first bytes, also when it is shorter, and nil for a link")
    func head() throws {
        try folder.write("abc", to: "short")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.file("short"))
        #expect(try AtomicFile.head(of: folder.file("short"), count: 2) == Array("ab".utf8))
        #expect(try AtomicFile.head(of: folder.file("short"), count: 10) == Array("abc".utf8))
        #expect(try AtomicFile.head(of: path, count: 10) == nil)
        #expect(try AtomicFile.head(of: folder.file("none"), count: 10) == nil)
    }

    private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.file(name)) }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func permissions(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
    }

    private func inode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.file(name))[.systemFileNumber] as? Int
    }
}
