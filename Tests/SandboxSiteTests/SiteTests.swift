import Foundation
import Listening
import Synchronization
import Testing

@testable import SandboxSite

@Suite("The sandbox as a server")
struct SiteTests {
    @Test("Only POST to the address with a slash at its end is the API")
    func paths() async throws {
        try await SandboxSite.running { site, running in
            let client = try await SiteClient(running)
            let form = TestForm.message(key: running.secretKey)
            let type = "Content-Type: multipart/form-data; boundary=\(form.boundary)"
            let moved = try await client.request("POST /api_request HTTP/1.1\r\n\(type)", body: form.body)
            #expect(moved.status == 301)
            #expect(moved.head.contains("Location: http://sandbox.test/api_request/"))
            let elsewhere = try await client.request("POST /api_request/x HTTP/1.1\r\n\(type)", body: form.body)
            #expect(elsewhere.status == 404)
            #expect(elsewhere.head.contains("Content-Type: text/html"))
            let got = try await client.request("GET /api_request/ HTTP/1.1")
            #expect(got.body.contains(#""error_key":"invalid_request_method""#))
            let plain = try await client.request("POST /api_request/ HTTP/1.1", body: form.body)
            #expect(plain.body.contains(#""error_key":"invalid_form""#))
            #expect(site.messages.isEmpty)
            #expect(try await client.post(form).body == #"{"success":true}"#)
            #expect(site.tally.requests == 5)
        }
    }

    @Test("The peak counts requests answered at the same time")
    func peak() async throws {
        var settings = SandboxSettings()
        settings.latency = .seconds(600) ... .seconds(600)
        let site = SandboxSite(settings)
        let running = try await site.start()
        await withTaskGroup(of: Void.self) { group in
            for number in 1...6 {
                group.addTask {
                    let form = TestForm.message(key: running.secretKey, user: "user\(number)")
                    _ = try? await SiteClient(running).post(form)
                }
            }
            while site.tally.inFlight < 6 { await Task.yield() }
            await site.stop()
        }
        #expect(site.tally.peakInFlight == 6)
        #expect(site.tally.inFlight == 0)
        #expect(Set(site.messages.map(\.user)).count == 6)
        #expect(site.messages.map(\.number) == Array(1...6))
    }

    @Test("An answer is held back at least as long as the latency, after the message was taken")
    func latency() async throws {
        var settings = SandboxSettings()
        settings.latency = .milliseconds(150) ... .milliseconds(200)
        try await SandboxSite.running(settings) { site, running in
            let client = try await SiteClient(running)
            let clock = ContinuousClock()
            let start = clock.now
            _ = try await client.post(.message(key: running.secretKey))
            #expect(clock.now - start >= .milliseconds(150))
            let takenAt = try #require(site.messages.first).receivedAtMilliseconds
            #expect(Int64(Date().timeIntervalSince1970 * 1_000) - takenAt >= 149)
        }
    }

    @Test("A client that goes away before its answer leaves the site running")
    func vanishingClient() async throws {
        var settings = SandboxSettings()
        settings.latency = .milliseconds(50) ... .milliseconds(50)
        try await SandboxSite.running(settings) { site, running in
            let form = TestForm.message(key: running.secretKey)
            let head = "POST /api_request/ HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=\(form.boundary)\r\n"
            for _ in 1...5 {
                let client = try await SiteClient(running)
                try await client.write(Array("\(head)Content-Length: \(form.body.count)\r\n\r\n".utf8) + form.body)
                try client.close()
            }
            #expect(try await SiteClient(running).post(form).body == #"{"success":true}"#)
        }
    }

    @Test("A body that is cut short is never taken")
    func cutBody() async throws {
        try await SandboxSite.running { site, running in
            let form = TestForm.message(key: running.secretKey, file: ("f", [UInt8](repeating: 65, count: 200_000)))
            let client = try await SiteClient(running)
            let head = "POST /api_request/ HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=\(form.boundary)\r\n"
            try await client.write(Array("\(head)Content-Length: \(form.body.count + 1)\r\n\r\n".utf8) + form.body)
            try client.close()
            #expect(try await SiteClient(running).post(.message(key: running.secretKey)).status == 200)
            #expect(site.messages.map(\.attachment?.fileName) == [nil])
        }
    }

    @Test("A body over the limit is read to its end and answered with 413")
    func largeBody() async throws {
        try await SandboxSite.running { site, running in
            let client = try await SiteClient(running)
            let chunk = [UInt8](repeating: 65, count: 1 << 20)
            let length = SandboxSettings.bodyByteLimit + chunk.count
            try await client.write(Array("POST /api_request/ HTTP/1.1\r\nContent-Length: \(length)\r\n\r\n".utf8))
            for _ in 0..<(length / chunk.count - 1) { try await client.write(chunk) }
            try await client.write(Array(chunk.dropLast(1)))
            let reply = try await client.request("A")
            #expect(reply.status == 413)
            #expect(site.messages.isEmpty)
        }
    }

    @Test("After stop nothing listens, what is in flight ends, and the record stays readable")
    func stop() async throws {
        var settings = SandboxSettings()
        settings.latency = .seconds(600) ... .seconds(600)
        let site = SandboxSite(settings)
        let running = try await site.start()
        let client = try await SiteClient(running)
        let waiting = Task { try await client.post(.message(key: running.secretKey)) }
        while site.messages.isEmpty { await Task.yield() }
        await site.stop()
        _ = await waiting.result
        #expect(site.messages.count == 1)
        await #expect(throws: (any Error).self) { try await SiteClient(running) }
        await #expect(throws: SandboxFault.alreadyStarted) { try await site.start() }
    }

    @Test("An address other machines can reach is refused unless allowed")
    func loopbackOnly() async throws {
        var settings = SandboxSettings()
        settings.host = "0.0.0.0"
        await #expect(throws: SandboxFault.listening(.notLoopback(host: "0.0.0.0"))) {
            try await SandboxSite(settings).start()
        }
        settings.allowRemote = true
        let remote = SandboxSite(settings)
        #expect(try await remote.start().site.hasPrefix("http://0.0.0.0:"))
        await remote.stop()
        settings.host = "sandbox.example"
        await #expect(throws: SandboxFault.listening(.notAnAddress(host: "sandbox.example"))) {
            try await SandboxSite(settings).start()
        }
    }

    @Test("A named site answers under its name, under an earlier one and without, and nowhere else")
    func name() async throws {
        var settings = SandboxSettings()
        settings.isNamed = true
        try await SandboxSite.running(settings) { site, running in
            #expect(running.site.hasSuffix("/\(running.name)"))
            let client = try await SiteClient(running)
            for (path, status) in [
                ("/\(running.name)/api_request/", 200), ("/sandbox-00000000/api_request/", 200), ("/api_request/", 200),
                ("/elsewhere/api_request/", 404), ("/\(running.name)/", 404), ("/\(running.name)/api_request", 301),
            ] {
                let form = TestForm.message(key: running.secretKey)
                let reply = try await client.request(
                    "POST \(path) HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=\(form.boundary)",
                    body: form.body)
                #expect(reply.status == status, "\(path)")
                if status == 301 { #expect(reply.head.contains("/\(running.name)/api_request/")) }
            }
            #expect(site.messages.count == 3)
        }
        try await SandboxSite.running { _, running in #expect(running.name.isEmpty) }
    }

    @Test("A port that is taken is refused with its number")
    func takenPort() async throws {
        try await SandboxSite.running { _, running in
            var settings = SandboxSettings()
            settings.port = running.port
            let second = SandboxSite(settings)
            do {
                _ = try await second.start()
                Issue.record("two sites on one port")
            } catch SandboxFault.listening(.portTaken(let host, let port)) {
                #expect(host == "127.0.0.1")
                #expect(port == running.port)
            }
        }
    }

    @Test("Each start without a key makes its own")
    func randomKeys() async throws {
        let first = try await SandboxSite.running { _, running in running.secretKey }
        let second = try await SandboxSite.running { _, running in running.secretKey }
        #expect(first != second)
        #expect(first.utf8.count == 64)
    }

    @Test("Whoever watches hears of each message before its answer")
    func events() async throws {
        let seen = Mutex<[String]>([])
        let site = SandboxSite { event in
            switch event {
            case .accepted(let message): seen.withLock { $0.append("\(message.number) \(message.user)") }
            case .refused(let refusal, let user): seen.withLock { $0.append("\(refusal.rawValue) \(user ?? "-")") }
            }
        }
        let running = try await site.start()
        let client = try await SiteClient(running)
        _ = try await client.post(.message(key: running.secretKey))
        #expect(seen.withLock { $0 } == ["1 ada"])
        _ = try await client.post(.message(key: running.secretKey, user: "unknown"))
        _ = try await client.request("GET /api_request/ HTTP/1.1")
        #expect(seen.withLock { $0 } == ["1 ada", "user_not_found unknown", "invalid_request_method -"])
        await site.stop()
    }
}
