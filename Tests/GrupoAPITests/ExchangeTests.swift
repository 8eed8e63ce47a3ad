import BatchModel
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("An exchange with a server that", .timeLimit(.minutes(2)))
struct ExchangeTests {
    @Test("replies as the table of replies says", arguments: ReplyTable.cases)
    func table(reply: ReplyCase) async throws {
        let server = try FaultServer(reply.behaviour)
        let client = try makeClient(server.address, rules: reply.rules)
        let result = await client.send(makeMessage())
        reply.check(result)
        #expect(server.requests.count == 1)
        #expect(server.connectionCount == 1)
        #expect(result.duration > .zero)
        await client.shutdown()
    }

    @Test("resets before it reads")
    func resetAtOnce() async throws {
        let server = try FaultServer(Behaviour(.reset))
        let client = try makeClient(server.address)
        let result = await client.send(makeMessage())
        // The reset may come before the form is handed over: then it is proved.
        #expect([.unknown, .notSent].contains(result.verdict))
        #expect(result.httpStatus == nil)
        #expect(result.errorKey == "client.connection_lost")
        #expect(result.siteFault == nil)
        #expect(server.requests.isEmpty)
        #expect(server.connectionCount == 1)
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
        #expect(request.header("accept-encoding") == "identity")
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
        let nobody = try ClosedPort()
        let client = try makeClient(nobody.address)
        let result = await client.send(makeMessage())
        #expect(result.verdict == .notSent)
        #expect(result.errorKey == "client.connect_failed")
        #expect(result.siteFault == .unreachable)
        #expect(await client.probe() != .reachable)
        await client.shutdown()
        withExtendedLifetime(nobody) {}
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
        #expect(await client.send(makeMessage()).siteFault == .redirect(to: target))
        await client.shutdown()
        #expect(server.requests.count == 1)
        #expect(other.connectionCount == 0)
        #expect(other.receivedByteCount == 0)
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
}
