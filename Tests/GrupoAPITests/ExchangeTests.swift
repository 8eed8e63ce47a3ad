import BatchModel
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("An exchange with a server that", .timeLimit(.minutes(2)))
struct ExchangeTests {
    /// What one reply must come to.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let behaviour: Behaviour
        let verdict: AttemptResult.Verdict
        let status: Int?
        let key: String?

        init(
            _ description: String, _ behaviour: Behaviour, _ verdict: AttemptResult.Verdict, _ status: Int?,
            _ key: String?
        ) {
            testDescription = description
            self.behaviour = behaviour
            self.verdict = verdict
            self.status = status
            self.key = key
        }
    }

    static let success = #"{"success":true}"#
    static let refusal = #"{"success":false,"error_key":"no_user","error_message":"No such user"}"#
    static let warning = "<br />\n<b>Warning</b>:  x in <b>/a.php</b> on line <b>5</b><br />\n"
    static let html = ["Content-Type: text/html"]

    static let replies = [
        Case("answers success", .reply(success), .sent, 200, nil),
        Case("answers 201 and success", .reply(success, status: 201), .sent, 201, nil),
        Case("refuses", .reply(refusal), .rejected, 200, "no_user"),
        Case("refuses with 400", .reply(refusal, status: 400), .rejected, 400, "no_user"),
        Case("refuses with 403 and JSON", .reply(refusal, status: 403), .rejected, 403, "no_user"),
        Case("answers 401", .reply("", status: 401), .notSentSameAgain, 401, "client.http_status"),
        Case("answers 403", .reply("<html>", status: 403, headers: html), .notSentSameAgain, 403, "client.http_status"),
        Case("answers 404", .reply("", status: 404), .notSentSameAgain, 404, "client.http_status"),
        Case("answers 405", .reply("", status: 405), .notSentSameAgain, 405, "client.http_status"),
        Case("answers 408", .reply("", status: 408), .notSent, 408, "client.http_status"),
        Case("answers 413", .reply("", status: 413), .notSentSameAgain, 413, "client.body_too_large"),
        Case("answers 429", .reply("", status: 429), .notSent, 429, "client.http_status"),
        Case("answers 500", .reply("", status: 500), .unknown, 500, "client.http_status"),
        Case("answers 502", .reply("<html>", status: 502, headers: html), .unknown, 502, "client.http_status"),
        Case("answers 503", .reply("", status: 503), .unknown, 503, "client.http_status"),
        Case(
            "answers 503 and when to return", .reply("", status: 503, headers: ["Retry-After: 3"]), .notSent, 503,
            "client.http_status"),
        Case("answers 504", .reply("", status: 504), .unknown, 504, "client.http_status"),
        Case("answers 520", .reply("", status: 520), .unknown, 520, "client.http_status"),
        Case("answers a page", .reply("<html>", headers: html), .unknown, 200, "client.not_json"),
        Case("answers nothing with 200", .reply(""), .unknown, 200, "client.not_json"),
        Case("answers 204", .reply("", status: 204), .unknown, 204, "client.not_json"),
        Case("says true as text", .reply(#"{"success":"true"}"#), .unknown, 200, "client.no_verdict"),
        Case("answers two objects", .reply(success + success), .unknown, 200, "client.not_json"),
        Case("warns before its JSON", .reply(warning + success), .sent, 200, nil),
        Case("begins with a byte-order mark", .reply("\u{FEFF}" + success), .sent, 200, nil),
        Case(
            "answers without a length", raw("HTTP/1.0 200 OK\r\n\r\n" + success, then: .close), .sent, 200, nil),
        Case(
            "answers in chunks",
            raw(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8;x=y\r\n{\"succes\r\n8\r\ns\":true}\r\n0\r\n\r\n"
            ),
            .sent, 200, nil),
        Case(
            "sends interim replies first",
            raw("HTTP/1.1 103 Early\r\nRetry-After: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n" + success),
            .sent, 200, nil),
        Case(
            "answers 101", raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", then: .close), .unknown, nil,
            "client.connection_lost"),
        Case(
            "is cut in its body", raw("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n" + success, then: .close),
            .unknown, 200, "client.connection_lost"),
        Case(
            "is cut in its chunks",
            raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n" + success + "\r\n", then: .close),
            .unknown, 200, "client.connection_lost"),
        Case(
            "is cut in its head", raw("HTTP/1.1 200 OK\r\nContent-Le", then: .close), .unknown, 200, "client.not_json"),
        Case("answers garbage", raw("220 smtp.example ESMTP\r\n", then: .close), .unknown, nil, "client.bad_reply"),
        Case(
            "announces a negative length", raw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + success, then: .close),
            .unknown, 200, "client.bad_reply"),
        Case(
            "claims gzip and is none", .reply(success, headers: ["Content-Encoding: gzip"]), .unknown, 200,
            "client.bad_reply"),
        Case(
            "claims an unknown encoding", .reply(success, headers: ["Content-Encoding: magic"]), .unknown, 200,
            "client.bad_reply"),
        Case("resets before it reads", Behaviour(.reset), .unknown, nil, "client.connection_lost"),
        Case("resets after the body", Behaviour(.readRequest, .reset), .unknown, nil, "client.connection_lost"),
        Case("closes after the body", Behaviour(.readRequest, .close), .unknown, nil, "client.connection_lost"),
    ]

    @Test("answers", arguments: replies)
    func reply(_ expected: Case) async throws {
        let server = try FaultServer(expected.behaviour)
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage())
        #expect(result.verdict == expected.verdict)
        #expect(result.httpStatus == expected.status)
        #expect(result.errorKey == expected.key)
        #expect(server.requests.count <= 1)
        #expect(server.connectionCount == 1)
        #expect(result.duration > .zero)
        await client.shutdown()
    }

    @Test("gets exactly the published fields, in HTTP/1.1 without Expect")
    func request() async throws {
        let server = try FaultServer(.success)
        let client = try makeClient(server.address + "/chat")
        var message = makeMessage(
            "Grüße\r\n😀", upload: Upload(fileName: "a\".txt", content: .bytes(Array("data".utf8))))
        message.gifURL = "https://media.giphy.com/x.gif"
        #expect(await client.send(message).verdict == .sent)
        let request = try #require(server.requests.first)
        #expect(request.head.hasPrefix("POST /chat/api_request/ HTTP/1.1\r\n"))
        #expect(request.header("expect") == nil)
        #expect(request.header("user-agent") == "grupo-batch")
        #expect(request.header("accept-encoding") == "gzip, deflate")
        #expect(request.header("content-length") == "\(request.body.count)")
        let names = ["file_attachments", "add", "user", "sender", "message", "gif_url", "api_secret_key"]
        #expect(request.parts.map(\.name) == names)
        #expect(
            request.parts.map(\.text) == [
                "data", "message", "ann", "admin", "Grüße\r\n😀", "https://media.giphy.com/x.gif", canaryKey,
            ])
        #expect(request.parts[0].fileName == "a%22.txt")
        #expect(request.parts[0].contentType == "text/plain")
        await client.shutdown()
    }

    @Test("is not there")
    func refusedPort() async throws {
        let port = try FaultServer(.success).port
        let client = try makeClient("http://127.0.0.1:\(port)")
        let result = await client.send(makeMessage())
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == "client.connect_failed")
        #expect(result.siteFault == .unreachable)
        #expect(await client.probe() != .reachable)
        await client.shutdown()
    }

    @Test("has a name nobody knows")
    func unknownName() async throws {
        let client = try makeClient("https://no-such-host.invalid")
        let result = await client.send(makeMessage())
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == "client.dns_failed")
        #expect(result.siteFault == .unreachable)
        await client.shutdown()
    }

    @Test("redirects: nobody follows", arguments: [300, 301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let other = try FaultServer(.success)
        let target = "http://127.0.0.1:\(other.port)/api_request/"
        let server = try FaultServer(.reply("", status: status, headers: ["Location: \(target)"]))
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage())
        #expect(result.verdict == ([301, 307, 308].contains(status) ? .notSentSameAgain : .unknown))
        #expect(result.siteFault == .redirect(to: target))
        await client.shutdown()
        #expect(server.requests.count == 1)
        #expect(other.connectionCount == 0)
        #expect(other.receivedByteCount == 0)
    }

    @Test("hides behind a protection service")
    func challenge() async throws {
        let server = try FaultServer(.reply("<html>", status: 403, headers: ["CF-Mitigated: challenge"]))
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage())
        #expect(result.siteFault == .notJSON(challenge: true))
        #expect(result.verdict == .notSentSameAgain)
        await client.shutdown()
    }

    @Test("asks to wait until a date")
    func retryAfterDate() async throws {
        let server = try FaultServer(.reply("", status: 429, headers: ["retry-AFTER: Fri, 31 Dec 2100 23:59:59 GMT"]))
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage())
        #expect(try #require(result.retryAfter) > .seconds(86_400))
        await client.shutdown()
    }

    @Test("only listens: a probe connects and sends no byte")
    func probe() async throws {
        let server = try FaultServer(.success)
        let client = try makeClient(server.address)
        #expect(await client.probe() == .reachable)
        #expect(await client.probe() == .reachable)
        while server.connectionCount < 2 || server.openConnectionCount > 0 { await Task.yield() }
        #expect(server.connectionCount == 2)
        #expect(server.receivedByteCount == 0)
        #expect(await client.send(makeMessage()).verdict == .sent)
        await client.shutdown()
    }

    private static func raw(_ text: String, then last: Behaviour.Step? = nil) -> Behaviour {
        Behaviour([.readRequest, .send(Array(text.utf8))] + (last.map { [$0] } ?? []))
    }
}
