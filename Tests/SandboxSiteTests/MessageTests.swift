import Testing

@testable import SandboxSite

@Suite("What the sandbox takes and refuses")
struct MessageTests {
    @Test("A complete message is taken, answered with success, and recorded as it was sent")
    func accepted() async throws {
        try await SandboxSite.running { site, running in
            let client = try await SiteClient(running)
            let text = "Zoë 🎉\r\nline two \"quoted\" ---- \t end"
            let form = TestForm.message(
                key: running.secretKey, user: "åsa@example.org", message: text, gifURL: "https://media.tenor.com/x.gif",
                file: ("plan %22a%22.txt", [0, 13, 10, 45, 45, 255]))
            let reply = try await client.post(form)
            #expect(reply.status == 200)
            #expect(reply.head.contains("Content-Type: application/json"))
            #expect(reply.body == #"{"success":true}"#)
            let message = try #require(site.messages.first)
            #expect(message.number == 1)
            #expect(message.user == "åsa@example.org")
            #expect(message.sender == "team")
            #expect(message.message == text)
            #expect(message.gifURL == "https://media.tenor.com/x.gif")
            #expect(message.attachment?.fileName == #"plan "a".txt"#)
            #expect(message.attachment?.content == [0, 13, 10, 45, 45, 255])
            #expect(message.partNames.first == "file_attachments")
            #expect(message.partNames.last == "api_secret_key")
        }
    }

    @Test("An empty gif_url counts as none, as in the vendor's own example")
    func emptyGIF() async throws {
        try await SandboxSite.running { site, running in
            let reply = try await SiteClient(running).post(.message(key: running.secretKey, gifURL: ""))
            #expect(reply.body == #"{"success":true}"#)
            #expect(site.messages.map(\.gifURL) == [nil])
        }
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var refusal: SandboxRefusal
        var form: @Sendable (String) -> TestForm
    }

    static let refusals = [
        Refused(testDescription: "a wrong key", refusal: .invalidAPIKey) { .message(key: $0 + "x") },
        Refused(testDescription: "an empty key", refusal: .invalidAPIKey) { _ in .message(key: "") },
        Refused(testDescription: "an unknown user", refusal: .userNotFound) { .message(key: $0, user: "unknown1") },
        Refused(testDescription: "no user", refusal: .userNotFound) { .message(key: $0, user: nil) },
        Refused(testDescription: "an empty user", refusal: .userNotFound) { .message(key: $0, user: "") },
        Refused(testDescription: "an unknown sender", refusal: .senderNotFound) {
            .message(key: $0, sender: "unknown")
        },
        Refused(testDescription: "no sender", refusal: .senderNotFound) { .message(key: $0, sender: nil) },
        Refused(testDescription: "a blank message", refusal: .messageEmpty) { .message(key: $0, message: " \n") },
        Refused(testDescription: "no message", refusal: .messageEmpty) { .message(key: $0, message: nil) },
        Refused(testDescription: "a GIF elsewhere", refusal: .invalidGIFURL) {
            .message(key: $0, gifURL: "https://tenor.com.example.org/x.gif")
        },
        Refused(testDescription: "a GIF over http", refusal: .invalidGIFURL) {
            .message(key: $0, gifURL: "http://tenor.com/x.gif")
        },
        Refused(testDescription: "a large file", refusal: .fileTooLarge) {
            .message(key: $0, file: ("big", [UInt8](repeating: 7, count: 1_001)))
        },
        Refused(testDescription: "another action", refusal: .invalidAction) { key in
            var form = TestForm.message(key: key)
            form.parts[0].content = Array("user".utf8)
            return form
        },
    ]

    @Test("A message is refused with its own key, and nothing is recorded", arguments: refusals)
    func refused(_ refused: Refused) async throws {
        var settings = SandboxSettings()
        settings.attachmentByteLimit = 1_000
        try await SandboxSite.running(settings) { site, running in
            let reply = try await SiteClient(running).post(refused.form(running.secretKey))
            #expect(reply.status == 200)
            #expect(reply.body.hasPrefix(#"{"success":false,"error_message":"\#(refused.refusal.message)","#))
            #expect(reply.body.hasSuffix(#""error_key":"\#(refused.refusal.rawValue)"}"#))
            #expect(site.messages.isEmpty)
            #expect(site.tally.refused == [refused.refusal: 1])
        }
    }

    @Test("A list of names replaces the rule about unknown ones")
    func listedNames() async throws {
        var settings = SandboxSettings()
        settings.knownUsers = KnownUsers(listing: "# people\nunknown1\r\n  team \n\n")
        try await SandboxSite.running(settings) { site, running in
            let client = try await SiteClient(running)
            let known = try await client.post(.message(key: running.secretKey, user: "unknown1"))
            let missing = try await client.post(.message(key: running.secretKey, user: "ada"))
            #expect(known.body == #"{"success":true}"#)
            #expect(missing.body.contains("user_not_found"))
        }
    }

    @Test("A share of refusals repeats with its seed and is near what was asked for")
    func refusalShare() async throws {
        var settings = SandboxSettings()
        settings.refusalShare = 0.25
        settings.seed = 42
        var patterns: [[Bool]] = []
        for _ in 1...2 {
            let pattern = try await SandboxSite.running(settings) { _, running in
                let client = try await SiteClient(running)
                var pattern: [Bool] = []
                for _ in 1...200 {
                    let reply = try await client.post(.message(key: running.secretKey))
                    pattern.append(reply.body.contains("refused_at_random"))
                }
                return pattern
            }
            patterns.append(pattern)
        }
        #expect(patterns[0] == patterns[1])
        #expect((30...70).contains(patterns[0].count { $0 }))
    }
}
