import TestSupport
import Testing
import Text

@testable import GrupoAPI

@Suite("The form")
struct FormTests {
    let key: APISecretKey
    let boundary = FormBoundary(randomBits: (0, 0xF))

    init() throws { key = try APISecretKey("k") }

    @Test("has its fields in order, with the key as the very last part")
    func exactBytes() {
        let message = OutgoingMessage(
            user: "ann", sender: "bob", message: "Hi\r\n\"you\"", gifURL: "https://tenor.com/x")
        let form = MessageForm(message, key: key, boundary: boundary)
        let delimiter = "------------------0000000000000000000000000000000f"
        let expected = [
            part(delimiter, "add", "message"), part(delimiter, "user", "ann"), part(delimiter, "sender", "bob"),
            part(delimiter, "message", "Hi\r\n\"you\""), part(delimiter, "gif_url", "https://tenor.com/x"),
            part(delimiter, "api_secret_key", "k"), delimiter, "--\r\n",
        ].joined()
        #expect(String(decoding: form.rest, as: UTF8.self) == expected)
        #expect(form.lead.isEmpty && form.file == nil && form.keyStartOffset == form.keyEndOffset - 1)
        #expect(form.byteCount == expected.utf8.count)
        #expect(String(decoding: form.rest.prefix(Int(form.keyEndOffset)), as: UTF8.self).hasSuffix("\r\n\r\nk"))
    }

    @Test("begins with the file, if there is one, and leaves out an absent GIF")
    func fileFirst() {
        let message = makeMessage(upload: Upload(fileName: "a\".PNG", content: .bytes([0, 1, 13, 10])))
        let form = MessageForm(message, key: key, boundary: boundary)
        let text = String(decoding: form.lead + [0, 1, 13, 10] + form.rest, as: UTF8.self)
        #expect(form.byteCount == text.utf8.count)
        let delimiter = "------------------0000000000000000000000000000000f"
        #expect(
            text.hasPrefix(
                delimiter + "\r\nContent-Disposition: form-data; name=\"file_attachments\"; filename=\"a%22.PNG\""
                    + "\r\nContent-Type: image/png\r\n\r\n\0\u{1}\r\n\r\n" + delimiter
                    + "\r\nContent-Disposition: form-data; name=\"add\"\r\n\r\n"))
        #expect(!text.contains("gif_url"))
    }

    @Test(
        "escapes in file names only what would end the name",
        arguments: [
            ("plain.txt", "plain.txt"), ("a\"b", "a%22b"), ("a\r\nb", "a%0D%0Ab"), ("\r\n", "%0D%0A"),
            ("a\0b", "a%00b"),
            ("a%22b", "a%22b"), ("ä 😀.txt", "ä 😀.txt"), ("a\\b", "a\\b"), ("a\\", "a%5C"), ("\\", "%5C"),
            ("", "attachment"), ("a; name=\"user", "a; name=%22user"),
        ])
    func fileNames(name: String, escaped: String) {
        #expect(FormWriter.escape(fileName: name) == escaped)
    }

    @Test(
        "declares a type by the file's ending",
        arguments: [
            ("a.jpg", "image/jpeg"), ("A.JPEG", "image/jpeg"), ("x.tar.PDF", "application/pdf"),
            ("noending", "application/octet-stream"), (".htaccess", "application/octet-stream"),
            ("a.", "application/octet-stream"), ("a.php", "application/octet-stream"),
        ])
    func types(name: String, type: String) {
        #expect(ContentType.forFileName(name) == type)
    }

    @Test("draws another boundary where a field, a file in memory or a name holds the proposed one")
    func boundaryAbsent() {
        let text = "x" + boundary.text + "y"
        for message in [
            makeMessage(text), makeMessage(user: text), OutgoingMessage(user: "a", sender: text, message: "m"),
            OutgoingMessage(user: "a", sender: "b", message: "m", gifURL: text),
            makeMessage(upload: Upload(fileName: text, content: .bytes([]))),
            makeMessage(upload: Upload(fileName: "f", content: .bytes(Array(text.utf8)))),
        ] {
            #expect(MessageForm(message, key: key, boundary: boundary).boundary != boundary)
        }
        #expect(MessageForm(makeMessage(), key: key, boundary: boundary).boundary == boundary)
    }

    @Test("finds a boundary at any place, and nowhere else")
    func boundarySearch() {
        var generator = SeededGenerator(seed: 7)
        let pattern = Array(boundary.text.utf8)
        for length in 0..<300 {
            var bytes = (0..<length).map { _ in UInt8.random(in: 44...48, using: &generator) }
            #expect(!occurs(in: bytes))
            guard length >= pattern.count else { continue }
            let place = Int.random(in: 0...length - pattern.count, using: &generator)
            bytes.replaceSubrange(place..<place + pattern.count, with: pattern)
            #expect(occurs(in: bytes))
            bytes[place + Int.random(in: 0..<pattern.count, using: &generator)] = UInt8(ascii: "_")
            #expect(!occurs(in: bytes))
        }
    }

    @Test("draws boundaries of 128 random bits")
    func boundariesDiffer() {
        let drawn = (0..<1_000).map { _ in FormBoundary().text }
        #expect(Set(drawn).count == 1_000)
        #expect(drawn.allSatisfy { $0.utf8.count == 48 })
        for place in 16..<48 { #expect(Set(drawn.map { Array($0.utf8)[place] }).count == 16) }
    }

    private func occurs(in bytes: [UInt8]) -> Bool { boundary.occurs(in: bytes.span) }

    private func part(_ delimiter: String, _ name: String, _ value: String) -> String {
        "\(delimiter)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
}
