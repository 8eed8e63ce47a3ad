import BatchModel
import Foundation
import TestSupport
import Testing

@testable import Manifests

@Suite("Attachments are regular files below their folder, and nothing else is ever opened")
struct AttachmentTests {
    /// A manifest in `lists` of a folder that also has files beside and outside it.
    private func sample(_ path: String, root: String? = nil) throws -> Sample {
        let folder = try TemporaryDirectory()
        try makeFolder(folder.file("lists"))
        try makeFolder(folder.file("lists/files"))
        try folder.write("hello", to: "lists/files/a.txt")
        try folder.write("secret", to: "outside.txt")
        let text = "user,sender,message,file\nann,bob,hi,\"\(path)\"\n"
        let manifest = try folder.write(text, to: "lists/m.csv")
        let options = ReadingOptions(attachmentsRoot: root.map(folder.file))
        return Sample(folder: folder, path: manifest, options: options)
    }

    @Test(
        "Paths that stay inside are accepted",
        arguments: ["files/a.txt", "./files/a.txt", "files/../files/a.txt", "files//a.txt", "files/./a.txt"])
    func inside(path: String) throws {
        let sample = try sample(path)
        #expect(try sample.errors() == [])
        let attachment = try #require(try sample.rows().first?.content?.attachment)
        #expect(attachment.path == sample.folder.file("lists/files/a.txt"))
        #expect(attachment.fileName == "a.txt")
        #expect(attachment.byteCount == 5)
        #expect(attachment.digest.prefix(4) == [0x2C, 0xF2, 0x4D, 0xBA])
    }

    @Test("An absolute path below the folder is accepted, the same outside is refused")
    func absolute() throws {
        let outer = try sample("x")
        let inside = "user,sender,message,file\nann,bob,hi,\(outer.folder.file("lists/files/a.txt"))\n"
        try outer.folder.write(inside, to: "lists/m.csv")
        #expect(try outer.errors() == [])
        let outside = "user,sender,message,file\nann,bob,hi,\(outer.folder.file("outside.txt"))\n"
        try outer.folder.write(outside, to: "lists/m.csv")
        #expect(try outer.errors() == ["attachment_outside_root row 2 file"])
    }

    @Test(
        "Paths that leave are refused",
        arguments: [
            "../outside.txt", "files/../../outside.txt", "/etc/passwd", "/proc/self/environ", "../lists/../outside.txt",
        ])
    func outside(path: String) throws {
        #expect(try sample(path).errors() == ["attachment_outside_root row 2 file"])
    }

    @Test(
        "What is not there, not a file, or not of a size is refused by its own name",
        arguments: [
            ("nothing.txt", "attachment_missing"), ("files", "attachment_not_regular"),
            ("files/", "attachment_not_regular"),
            (".", "attachment_not_regular"), ("files/a.txt/b", "attachment_missing"),
            ("pipe", "attachment_not_regular"),
            ("empty", "attachment_empty"), ("large", "attachment_too_large"), ("huge", "attachment_too_large"),
            (String(repeating: "x", count: 300), "attachment_missing"), ("socket", "attachment_not_regular"),
        ])
    func refused(path: String, code: String) throws {
        let sample = try sample(path)
        try makePipe(sample.folder.file("lists/pipe"))
        try sample.folder.write("", to: "lists/empty")
        for (name, size) in [("large", UInt64(2 << 20) + 1), ("huge", 5_000_000_000)] {
            try sample.folder.write("", to: "lists/\(name)")
            let handle = try #require(FileHandle(forWritingAtPath: sample.folder.file("lists/\(name)")))
            try handle.truncate(atOffset: size)
        }
        let socket = try UnixSocket(sample.folder.file("lists/socket"))
        #expect(try sample.errors() == ["\(code) row 2 file"])
        _ = socket
    }

    @Test(
        "A file whose name has other blanks, dashes or apostrophes is named, with the blanks by number",
        arguments: [
            ("a b.png", "a\u{A0}b.png", "\"a b.png\" does not exist, but \"a[U+00A0]b.png\" does"),
            ("a\u{A0}b.png", "a b.png", "\"a[U+00A0]b.png\" does not exist, but \"a b.png\" does"),
            ("3.45 PM.png", "3.45\u{202F}PM.png", "\"3.45 PM.png\" does not exist, but \"3.45[U+202F]PM.png\" does"),
            ("it’s.txt", "it's.txt", "\"it’s.txt\" does not exist, but \"it's.txt\" does"),
            ("a\u{A0}b.png", "c.png", "The file \"a[U+00A0]b.png\" does not exist."),
        ])
    func oddBlanks(path: String, file: String, words: String) throws {
        let sample = try sample(path)
        try sample.folder.write("x", to: "lists/\(file)")
        let problem = try #require(try sample.check().diagnostics.first).problem
        #expect(problem.contains(words), "\(problem)")
        try sample.folder.write("x", to: "lists/\(path)")
        #expect(try sample.errors() == [])
    }

    @Test("The largest allowed file is accepted")
    func largest() throws {
        let sample = try sample("files/b")
        try sample.folder.write([UInt8](repeating: 7, count: 2 << 20), to: "lists/files/b")
        #expect(try sample.errors() == [])
    }

    @Test("Links that stay inside are followed, links that leave are not")
    func links() throws {
        let cases: [(target: String, findings: [String])] = [
            ("files/a.txt", []), ("./files/../files/a.txt", []),
            ("../outside.txt", ["attachment_outside_root row 2 file"]),
            ("/etc/passwd", ["attachment_outside_root row 2 file"]), ("nowhere", ["attachment_missing row 2 file"]),
            ("link", ["attachment_unreadable row 2 file"]),
        ]
        for (target, findings) in cases {
            let sample = try sample("link")
            try makeLink(sample.folder.file("lists/link"), to: target)
            #expect(try sample.errors() == findings, "\(target)")
        }
        let inner = try sample("link")
        try makeLink(inner.folder.file("lists/link"), to: inner.folder.file("lists/files/a.txt"))
        #expect(try inner.errors() == [])
        let folder = try sample("linked/outside.txt")
        try makeLink(folder.folder.file("lists/linked"), to: "..")
        #expect(try folder.errors() == ["attachment_outside_root row 2 file"])
    }

    @Test("--attachments-root widens what is inside; paths stay relative to the manifest")
    func widerRoot() throws {
        #expect(try sample("../outside.txt", root: ".").errors() == [])
        #expect(try sample("outside.txt", root: ".").errors() == ["attachment_missing row 2 file"])
        #expect(try sample("files/a.txt", root: "lists/files").errors() == [])
        #expect(try sample("m.csv", root: "lists/files").errors() == ["attachment_outside_root row 2 file"])
        #expect(try sample("files/a.txt", root: "missing").errors() == ["unreadable"])
    }

    @Test("Odd names are names", arguments: ["a b.txt", "a\nb.txt", "é\u{202E}.txt", "-rf", ".htaccess", "a'b;c.txt"])
    func names(name: String) throws {
        let sample = try sample(name)
        try sample.folder.write("x", to: "lists/" + name)
        #expect(try sample.rows().first?.content?.attachment?.fileName == name)
    }

    // Only permissions make a regular file unreadable, and they do not hold for the superuser: as root there is nothing to refuse.
    // It runs wherever the tests are run by an ordinary user.
    @Test("An unreadable file is refused", .disabled(if: isSuperuser, "the superuser reads everything"))
    func unreadable() throws {
        let sample = try sample("files/a.txt")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0], ofItemAtPath: sample.folder.file("lists/files/a.txt"))
        #expect(try sample.errors() == ["attachment_unreadable row 2 file"])
    }

    @Test("A distinct file is inspected once however many rows and paths use it")
    func inspectedOnce() throws {
        let sample = try Sample(
            "user,sender,message,file\n" + (0..<50).map { "u\($0),b,m,\($0 % 2 == 0 ? "a" : "./a")\n" }.joined())
        try sample.folder.write("x", to: "a")
        let manifest = try sample.open()
        let check = try manifest.check()
        #expect(check.distinctAttachments == 1)
        // The file goes away; a pass that has seen it does not look again.
        try FileManager.default.removeItem(atPath: sample.folder.file("a"))
        var rows = manifest.rows()
        while let row = try rows.next() { #expect(row.content?.attachment?.byteCount == 1) }
    }

    @Test("Sending opens the file that was checked, and refuses it when it changed")
    func opening() throws {
        let sample = try sample("files/a.txt")
        let manifest = try sample.open()
        _ = try manifest.check()
        var rows = manifest.rows()
        let attachment = try #require(try rows.next()?.content?.attachment)
        let descriptor = try manifest.openAttachment(attachment)
        #expect(try FileHandle(fileDescriptor: descriptor.number).readToEnd() == Data("hello".utf8))
        try sample.folder.write("jello", to: "lists/files/a.txt")
        #expect(throws: AttachmentRefusal.self) { try manifest.openAttachment(attachment) }
        try FileManager.default.removeItem(atPath: attachment.path)
        #expect(throws: AttachmentRefusal.self) { try manifest.openAttachment(attachment) }
        try makePipe(attachment.path)
        #expect(throws: AttachmentRefusal.self) { try manifest.openAttachment(attachment) }
    }

    @Test("A folder swapped for a link while paths are walked never leads outside")
    func swapped() async throws {
        let folder = try TemporaryDirectory()
        for name in ["root", "root/d", "out"] { try makeFolder(folder.file(name)) }
        try folder.write("inside", to: "root/d/f")
        try folder.write("outside!", to: "out/f")
        let root = try AttachmentRoot(folder.file("root"), base: folder.file("root"))
        let d = folder.file("root/d")
        let swapper = Task.detached {
            while !Task.isCancelled {
                swapForLink(d, to: "../out")
            }
        }
        var opened = 0
        for _ in 0..<3_000 {
            guard let file = try? root.open("d/f") else { continue }
            #expect(file.status.byteCount == 6)
            opened += 1
        }
        swapper.cancel()
        await swapper.value
        #expect(opened > 0)
    }

    @Test("The fingerprint follows size, time and inode, and needs no content")
    func fingerprint() throws {
        let sample = try sample("files/a.txt")
        let first = try sample.check().attachmentsFingerprint
        #expect(try sample.open().attachmentsFingerprint() == first)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: sample.folder.file("lists/files/a.txt"))
        #expect(try sample.open().attachmentsFingerprint() != first)
        #expect(try sample.open().attachmentsFingerprint() == sample.check().attachmentsFingerprint)
    }
}
