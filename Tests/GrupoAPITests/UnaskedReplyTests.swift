import BatchModel
import Synchronization
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("A reply that nobody asked for", .timeLimit(.minutes(2)))
struct UnaskedReplyTests {
    static let success = Behaviour.response(Array(#"{"success":true}"#.utf8))

    /// What a client said of such replies.
    final class Ear: Sendable {
        private let heard = Mutex<[UnaskedReply]>([])
        var replies: [UnaskedReply] { heard.withLock { $0 } }
        func listen(to client: GrupoClient) {
            client.onUnaskedReply { reply in self.heard.withLock { $0.append(reply) } }
        }
    }

    private static func message(_ number: Int) -> OutgoingMessage {
        var message = makeMessage("message \(number)")
        message.tag = UInt64(number)
        return message
    }

    private static func sendInTurn(_ client: GrupoClient, _ numbers: Range<Int>) async -> [AttemptResult] {
        var results: [AttemptResult] = []
        for number in numbers { results.append(await client.send(message(number))) }
        return results
    }

    @Test("ends reuse, and every answer on its connection is doubted", arguments: [true, false])
    func doubted(isAtOnce: Bool) async throws {
        // The third request is answered twice, at once or while nothing is asked.
        let gate = Gate()
        let server = try FaultServer { index in
            guard index == 2 else { return .success }
            return isAtOnce
                ? Behaviour(.readRequest, .send(Self.success + Self.success))
                : Behaviour(.readRequest, .send(Self.success), .pass(gate), .send(Self.success))
        }
        let client = try makeClient(server.address)
        let ear = Ear()
        ear.listen(to: client)
        _ = await Self.sendInTurn(client, 0..<3)
        gate.open()
        await server.awaitFinished(3)
        await client.awaitSilence()
        #expect(await Self.sendInTurn(client, 3..<8).allSatisfy { $0.verdict == .sent })
        await client.awaitSilence()
        await client.shutdown()
        #expect(server.requests.prefix(3).map(\.connection) == [0, 0, 0])
        #expect(ear.replies.flatMap(\.doubted).sorted() == [0, 1, 2])
        #expect(Set(server.requests.suffix(5).map(\.connection)).count == 5)
        #expect(server.requests.suffix(4).allSatisfy { $0.head.lowercased().contains("connection: close") })
    }

    @Test("that comes while the next request is under way is found out when the connection has come to rest")
    func shifted() async throws {
        let refusal = Behaviour.response(Array(#"{"success":false,"error_key":"mine"}"#.utf8))
        let gate = Gate()
        let server = try FaultServer { index in
            switch index {
            case 0: .success
            case 1: Behaviour(.readRequest, .send(refusal), .awaitRequest, .send(refusal))
            // Row 2 has the answer of row 1 by now, so that row 3 can come, and gets this one.
            case 2: Behaviour(.readRequest, .awaitRequest, .send(Self.success))
            default: Behaviour(.readRequest, .pass(gate), .send(Self.success))
            }
        }
        let client = try makeClient(server.address)
        let ear = Ear()
        ear.listen(to: client)
        #expect(await Self.sendInTurn(client, 0..<4).map(\.errorKey) == [nil, "mine", "mine", nil])
        #expect(ear.replies.isEmpty)
        gate.open()
        await server.awaitFinished(4)
        await client.awaitSilence()
        await client.shutdown()
        #expect(ear.replies.flatMap(\.doubted).sorted() == [0, 1, 2, 3])
    }

    @Test("on a connection with a single message only ends reuse: the first reply was the row's own")
    func alone() async throws {
        // In one piece: a server that pauses for longer than a connection is watched would not be found out.
        let server = try FaultServer(Behaviour(.readRequest, .send(Self.success + Self.success)))
        let client = try makeClient(server.address, trialConnections: 2)
        let ear = Ear()
        ear.listen(to: client)
        #expect(await Self.sendInTurn(client, 0..<6).allSatisfy { $0.verdict == .sent })
        while ear.replies.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        #expect(ear.replies.flatMap(\.doubted).isEmpty)
        #expect(Set(server.requests.map(\.connection)).count == 6)
        await client.shutdown()
    }

    @Test("does not come from an honest site: its connections are kept once the trials are over")
    func honest() async throws {
        let server = try FaultServer(.success)
        let client = try makeClient(server.address, trialConnections: 2)
        let ear = Ear()
        ear.listen(to: client)
        // Both have to rest before a third may be kept; when that is, the client's clock alone says.
        var count = 0
        while server.connectionCount == count {
            _ = await Self.sendInTurn(client, count..<count + 1)
            count += 1
        }
        await client.awaitSilence()
        await client.shutdown()
        #expect(ear.replies.isEmpty)
        #expect(count > 3)
    }

    @Test("is not what a site sends after the client gave up waiting")
    func late() async throws {
        let gate = Gate()
        let server = try FaultServer(.success, Behaviour(.readRequest, .pass(gate), .send(Self.success)), .success)
        let client = try makeClient(server.address, timeout: .seconds(1))
        let ear = Ear()
        ear.listen(to: client)
        #expect(await Self.sendInTurn(client, 0..<3).map(\.verdict) == [.sent, .unknown, .sent])
        gate.open()
        await server.awaitFinished(3)
        await client.awaitSilence()
        #expect(ear.replies.isEmpty)
        await client.shutdown()
    }

    @Test("of a refusal is found before the refused message can go again, for a caller that wants that")
    func refusalRests() async throws {
        let refusal = Behaviour.reply(#"{"success":false,"error_key":"busy"}"#)
        for (rests, most) in [(true, 1), (false, 4)] {
            let server = try FaultServer(refusal)
            let client = try makeClient(server.address, restsAfterRefusal: rests)
            _ = await Self.sendInTurn(client, 0..<4)
            await client.shutdown()
            let connections = Dictionary(grouping: server.requests, by: \.connection).mapValues(\.count)
            #expect((connections.values.max() ?? 0) <= most)
        }
    }

    @Test("is not waited for in a cancelled task, nor after the end")
    func cancelled() async throws {
        let server = try FaultServer(Behaviour(.readRequest, .sleep(.milliseconds(200)), .send(Self.success)))
        let client = try makeClient(server.address)
        _ = await Self.sendInTurn(client, 0..<2)
        let waiting = Task { await client.awaitSilence() }
        waiting.cancel()
        await waiting.value
        await client.shutdown()
        await client.awaitSilence()
    }
}
