import Foundation
import Testing

@testable import Manifests

@Suite("Digests of the content, one a kind")
struct ContentDigestTests {
    private static let text = "user,sender,message,file\na,b,c,f\nd,b,c,g\n"

    private func digests(
        _ text: String = Self.text, _ change: (inout Sample) throws -> Void = { _ in }
    ) throws -> ContentDigests {
        var sample = try Sample(text)
        try sample.folder.write("x", to: "f")
        try sample.folder.write("y", to: "g")
        try sample.folder.write("Hi", to: "t")
        try change(&sample)
        return try sample.check().contents
    }

    /// The kinds that a change changes.
    private func changed(_ text: String = Self.text, _ change: (inout Sample) throws -> Void = { _ in }) throws -> Set<
        String
    > {
        let (before, after) = try (digests(), digests(text, change))
        var kinds: Set<String> = []
        if before.input != after.input { kinds.insert("input") }
        if before.texts != after.texts { kinds.insert("texts") }
        if before.attachments != after.attachments { kinds.insert("attachments") }
        return kinds
    }

    @Test("The same again is the same, wherever it lies")
    func same() throws { #expect(try changed() == []) }

    @Test("The same template in another place is the same, another text is not")
    func template() throws {
        func texts(_ name: String, _ content: String) throws -> ContentDigests {
            try digests {
                try $0.folder.write(content, to: name)
                $0.options.templateFile = $0.folder.file(name)
            }
        }
        #expect(try texts("one", "Hi") == texts("two", "Hi"))
        #expect(try texts("one", "Hi").texts != texts("one", "Ho").texts)
    }

    @Test("What rows without their own get changes the texts alone")
    func texts() throws {
        #expect(try changed { $0.options.defaultSender = "x" } == ["texts"])
        #expect(try changed { $0.options.defaultMessage = "x" } == ["texts"])
        #expect(try changed { $0.options.defaultGIF = "https://tenor.com/x" } == ["texts"])
        #expect(try changed { $0.options.render = true } == ["texts"])
    }

    @Test("Another byte in the file, or another way to cut it, changes the input")
    func input() throws {
        #expect(try changed(Self.text + "\n") == ["input"])
        #expect(try changed { $0.options.encoding = "ISO-8859-1" } == ["input"])
    }

    @Test("The content of a file, its name, and who gets it change the attachments alone")
    func attachments() throws {
        #expect(try changed { try $0.folder.write("z", to: "f") } == ["attachments"])
        #expect(
            try changed {
                try $0.folder.write("y", to: "f")
                try $0.folder.write("x", to: "g")
            } == ["attachments"])
        let renamed = Self.text.replacing("c,f", with: "c,h")
        #expect(try changed(renamed) { try $0.folder.write("x", to: "h") } == ["input", "attachments"])
    }

    @Test("A file counts by what the recipient sees, not by its folder")
    func attachmentsElsewhere() throws {
        func attached(_ path: String) throws -> ContentDigests {
            try digests("user,sender,message\na,b,c\n") {
                for folder in ["one", "two"] {
                    try FileManager.default.createDirectory(
                        atPath: $0.folder.file(folder), withIntermediateDirectories: false)
                }
                try $0.folder.write("x", to: "one/plan.pdf")
                try $0.folder.write("x", to: "two/plan.pdf")
                try $0.folder.write("x", to: "two/map.pdf")
                $0.options.defaultAttachment = path
            }
        }
        #expect(try attached("one/plan.pdf") == attached("two/plan.pdf"))
        #expect(try attached("two/plan.pdf").attachments != attached("two/map.pdf").attachments)
    }

    @Test("Only rows that can be sent count")
    func invalidRow() throws {
        let text = Self.text + ",b,c,f\n"
        #expect(try changed(text) == ["input"])
    }
}
