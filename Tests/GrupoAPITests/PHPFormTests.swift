import BatchModel
import Digests
import TestSupport
import Testing
import Text

@testable import GrupoAPI

@Suite("The form as PHP sees it", .timeLimit(.minutes(2)))
struct PHPFormTests {
    static let fragments = [
        "Hello", "Grüße", "😀👩‍👩‍👧", "\r\n", "\n", "\r", "\"", "'", "\\", "%22", "%0D%0A", "--", "----------------",
        "; name=\"user\"",
        "\r\n--", "\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nadmin\r\n", "\u{1}\u{7F}\u{85}",
        "&user=admin",
        "[0]", "<script>", "\t", " ", "\u{202E}txt.exe", "e\u{301}", "𝄞", "\u{FEFF}", "\u{FFFD}", "=", ";", "{{x}}",
        "a b",
    ]
    static let names = [
        "photo.jpg", ".htaccess", "a\"b.txt", "a\r\nb.txt", "a\"; name=\"user", "\r\n\r\nuser", "..", "a'b.png",
        "%00.gif",
        "ä ö.txt", "\u{202E}gpj.exe", String(repeating: "n", count: 300) + ".txt", "a;b=c.txt", "x.php", "trailing\\",
        "nfd e\u{301}.txt", "😀", " blank .txt", "a\tb", "name with 100%.csv", "",
    ]

    @Test("has exactly the intended fields in 1,000 random rows")
    func random() async throws {
        let site = try PHPSite()
        let client = try makeClient(site.address)
        var generator = SeededGenerator(seed: 20_260_101)
        var messages: [OutgoingMessage] = []
        for _ in 0..<1_000 {
            messages.append(Self.randomMessage(&generator))
            #expect(await client.send(messages[messages.count - 1]).verdict == .sent)
        }
        await client.shutdown()
        let forms = try site.forms()
        #expect(forms.count == messages.count)
        for (form, message) in zip(forms, messages) { expect(form, toHold: message) }
    }

    @Test("has no key, and so no authority, when it was cut before the key's last byte, wherever that was")
    func cutAnywhere() async throws {
        let site = try PHPSite()
        let content = [UInt8](repeating: 9, count: 200)
        let upload = Upload(fileName: "a.bin", content: .bytes(content))
        let form = MessageForm(makeMessage(upload: upload), key: try APISecretKey(canaryKey))
        let whole = form.lead + content + form.rest
        var authorised: [Int64] = []
        for length in 0...whole.count {
            let head =
                "POST /api_request/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(length)\r\n"
                + "Content-Type: multipart/form-data; boundary=\(form.boundary.text)\r\n\r\n"
            _ = try RawClient.exchange(Array(head.utf8) + whole.prefix(length), port: site.port)
        }
        let forms = try site.forms()
        #expect(forms.count == whole.count + 1)
        for (length, seen) in forms.enumerated() where seen.field("api_secret_key") == Array(canaryKey.utf8) {
            authorised.append(Int64(length))
            #expect(seen.field("message") == Array("Hello".utf8))
            #expect(seen.files.first?.error == 0)
        }
        // Both directions: nothing is authorised before the key's end, and the whole form is.
        #expect(try #require(authorised.first) >= form.keyEndOffset)
        #expect(authorised.last == form.byteCount)
    }

    private func expect(_ form: PHPSite.Form, toHold message: OutgoingMessage) {
        let gif = message.gifURL == nil ? [] : ["gif_url"]
        #expect(form.fieldNames == ["add", "user", "sender", "message"] + gif + ["api_secret_key"])
        #expect(form.field("add") == Array("message".utf8))
        #expect(form.field("user") == Array(message.user.utf8))
        #expect(form.field("sender") == Array(message.sender.utf8))
        #expect(form.field("message") == Array(message.message.utf8))
        #expect(form.field("gif_url") == message.gifURL.map { Array($0.utf8) })
        #expect(form.field("api_secret_key") == Array(canaryKey.utf8))
        #expect(form.files.count == (message.upload == nil ? 0 : 1))
        guard let file = form.files.first, let upload = message.upload, case .bytes(let bytes) = upload.content else {
            return
        }
        #expect(file.field == "file_attachments")
        #expect(file.error == 0)
        #expect(file.fullPath == FormWriter.escape(fileName: upload.fileName))
        #expect(file.type == ContentType.forFileName(upload.fileName))
        #expect(file.size == bytes.count)
        #expect(file.sha256 == SHA256Digest(bytes: sha256(bytes))?.description)
    }

    private static func randomMessage(_ generator: inout SeededGenerator) -> OutgoingMessage {
        var message = OutgoingMessage(
            user: randomText(1...6, &generator), sender: randomText(0...4, &generator),
            message: randomText(0...60, &generator))
        if Int.random(in: 0..<4, using: &generator) == 0 {
            message.gifURL = "https://tenor.com/" + randomText(0...3, &generator)
        }
        if Int.random(in: 0..<3, using: &generator) == 0 {
            let count = [0, 1, 100, 5_000, 70_000].randomElement(using: &generator) ?? 0
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            message.upload = Upload(fileName: names.randomElement(using: &generator) ?? "", content: .bytes(bytes))
        }
        return message
    }

    private static func randomText(_ count: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: count, using: &generator)).map { _ in fragments.randomElement(using: &generator) ?? "" }
            .joined()
    }
}
