import BatchModel
import CCurl
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("A kept connection", .timeLimit(.minutes(2)))
struct SecondSendTests {
    /// Keeps the connection after the first request, reads the second whole, then drops it without a byte.
    private static func server(dropping step: Behaviour.Step) throws -> FaultServer {
        try FaultServer(.success, Behaviour(.readRequest, step), .success)
    }

    @Test("that dies after it took the request never leads to a hidden second send", arguments: [true, false])
    func guarded(isReset: Bool) async throws {
        let server = try Self.server(dropping: isReset ? .reset : .close)
        let client = try makeClient(server.address)
        let results = await sendInTurn(client, 3)
        await client.shutdown()
        #expect(results.map(\.verdict) == [.sent, .unknown, .sent])
        #expect(results[1].errorKey == "client.connection_lost")
        #expect(server.requests.compactMap { $0.field("message") } == ["message 0", "message 1", "message 2"])
        #expect(server.requests.map(\.connection) == [0, 0, 1])
        #expect(server.connectionCount == 2)
        #expect(server.fragments.isEmpty)
    }

    @Test("that dies makes a transfer of libcurl send the message twice: why libcurl only connects")
    func unguarded() async throws {
        let server = try Self.server(dropping: .close)
        guard let easy = unsafe curl_easy_init() else {
            Issue.record("libcurl gives no handle")
            return
        }
        defer { unsafe curl_easy_cleanup(easy) }
        unsafe _ = grupo_set_text(easy, CURLOPT_URL, server.address)
        unsafe _ = grupo_set_text(easy, CURLOPT_POSTFIELDS, "message=1")
        for _ in 0..<2 {
            let code = unsafe curl_easy_perform(easy)
            #expect(code == CURLE_OK)
        }
        #expect(server.requests.count == 3)
    }

    @Test("that dies while it takes a streamed form is not written to again")
    func streamed() async throws {
        let server = try FaultServer(.success, Behaviour(.readRequest, .close), .success)
        let client = try makeClient(server.address)
        let content = [UInt8](repeating: 7, count: 300_000)
        _ = await client.send(makeMessage("first"))
        let result = await client.send(makeMessage("second", upload: Upload(fileName: "f", content: .bytes(content))))
        #expect(result.verdict == .unknown)
        #expect(server.requests.count == 2)
        await client.shutdown()
    }

    @Test("serves one message after the other")
    func reused() async throws {
        let server = try FaultServer(.success)
        let client = try makeClient(server.address)
        #expect(await sendInTurn(client, 50).allSatisfy { $0.verdict == .sent })
        #expect(server.connectionCount == 1)
        #expect(server.requests.count == 50)
        await client.shutdown()
    }

    @Test("never credits a reply nobody asked for to the next message")
    func unsolicited() async throws {
        let refusal = Behaviour.response(Array(#"{"success":false,"error_key":"mine"}"#.utf8))
        let success = Behaviour.response(Array(#"{"success":true}"#.utf8))
        for isAtOnce in [true, false] {
            let gate = Gate()
            let server = try FaultServer { index in
                guard index == 0 else { return .reply(#"{"success":false}"#) }
                return isAtOnce
                    ? Behaviour(.readRequest, .send(refusal + success))
                    : Behaviour(.readRequest, .send(refusal), .pass(gate), .send(success))
            }
            let client = try makeClient(server.address)
            #expect(await client.send(makeMessage("first")).errorKey == "mine")
            gate.open()
            await server.awaitFinished(1)
            #expect(await client.send(makeMessage("second")).verdict != .sent)
            await client.shutdown()
        }
    }
}
