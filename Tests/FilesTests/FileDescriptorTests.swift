import Files
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("An open file")
struct FileDescriptorTests {
    private let folder: TemporaryDirectory
    private var path: String { folder.file("file") }

    init() throws { folder = try TemporaryDirectory() }

    @Test("says why it cannot be opened, in the system's words")
    func missing() throws {
        let fault = try #require(throws: SystemFault.self) { _ = try FileDescriptor.reading(path) }
        #expect(fault.code == ENOENT)
        #expect(fault.text == "No such file or directory")
    }

    @Test("is new only where nothing stands, not even a link, and is its owner's alone")
    func new() throws {
        let file = try FileDescriptor.new(path)
        #expect(try file.status().permissions == 0o600)
        #expect(throws: SystemFault(code: EEXIST)) { _ = try FileDescriptor.new(path) }
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "nowhere")
        #expect(throws: SystemFault.self) { _ = try FileDescriptor.new(folder.file("link")) }
    }

    @Test("is locked once, until its descriptor is gone")
    func lock() throws {
        var first: FileDescriptor? = try .lockFile(path)
        let second = try FileDescriptor.lockFile(path)
        #expect(try first?.tryLock() == true)
        #expect(try !second.tryLock())
        first = nil
        #expect(try second.tryLock())
    }

    @Test("holds the last text that was put in it, and no rest of a longer one")
    func overwrite() throws {
        let file = try FileDescriptor.lockFile(path)
        try file.overwrite(with: "a long text")
        try file.overwrite(with: "short")
        #expect(file.head == "short")
    }

    @Test("is read to the limit and one byte more, so that whoever reads knows there is more")
    func limit() throws {
        try FileSystem.replaceFile(path, with: String(repeating: "x", count: 9_000))
        #expect(try FileDescriptor.reading(path).read(limit: 9_000).count == 9_000)
        #expect(try FileDescriptor.reading(path).read(limit: 5_000).count == 5_001)
        #expect(try FileDescriptor.reading(path).read(10).count == 10)
    }

    @Test("that is a pipe without reader takes nothing, and says so")
    func pipeWithoutReader() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        let number = pipe.fileHandleForWriting.fileDescriptor
        try FileDescriptor.write([1, 2, 3], to: number)
        #expect(FileDescriptor.unreadByteCount(number) == 3)
        #expect(FileDescriptor.hasRoom(number))
        try pipe.fileHandleForReading.close()
        #expect(throws: SystemFault(code: EPIPE)) { try FileDescriptor.write([1], to: number) }
        #expect(FileDescriptor.unreadByteCount(number) == nil)
    }

    @Test("is the same by whatever name, and another one once its content changed")
    func sameness() throws {
        try FileSystem.replaceFile(path, with: "one")
        let before = try FileStatus(at: path)
        try FileManager.default.linkItem(atPath: path, toPath: folder.file("second"))
        #expect(try FileStatus(at: folder.file("second")) == before)
        #expect(try FileStatus(at: path).version != before.version)
        #expect(try FileStatus(at: path).linkCount == 2)
        try FileSystem.replaceFile(path, with: "two")
        #expect(try FileStatus(at: path) != before)
        #expect(try !FileStatus(at: path).isSameFile(as: before))
    }

    @Test("below a folder is reached without following a link")
    func folders() throws {
        try FileSystem.replaceFile(path, with: "text")
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "file")
        let place = try FileDescriptor.folder(folder.path)
        #expect(try place.locate("link").linkTarget() == "file")
        #expect(try place.locate("link").status().kind == .link)
        #expect(throws: SystemFault(code: ELOOP)) { _ = try place.open("link") }
        #expect(try place.open("file").read(10) == Array("text".utf8))
        #expect(Set(try place.entries(limit: 10)) == ["file", "link"])
        #expect(try place.entries(limit: 1).count == 1)
    }
}
