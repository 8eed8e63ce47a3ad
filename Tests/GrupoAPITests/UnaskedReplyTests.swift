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
        message.row = RowReference(entry: Int64(number), row: number)
        return message
    }

    private static func sendInTurn(_ client: GrupoClient, _ numbers: Range<Int>) async -> [AttemptResult] {
        var results: [AttemptResult] = []
        for number in numbers { results.append(await client.send(message(number))) }
        return results
    }

    @Test("ends reuse, and every answer on its connection is doubted", arguments: [Duration.zero, .milliseconds(20)])
    func doubted(pause: Duration) async throws {
        // A machine that pauses for two seconds makes the client take a new connection between two messages.
        for _ in 0..<10 {
            // The third request is answered twice, at once or while nothing is asked.
            let server = try FaultServer { index in
                index == 2 ? Behaviour(.readRequest, .send(Self.success), .pause(pause), .send(Self.success)) : .success
            }
            let client = try makeClient(server.address)
            let ear = Ear()
            ear.listen(to: client)
            _ = await Self.sendInTurn(client, 0..<3)
            await client.awaitSilence()
            #expect(await Self.sendInTurn(client, 3..<8).allSatisfy { $0.verdict == .sent })
            await client.awaitSilence()
            await client.shutdown()
            guard server.requests.prefix(3).allSatisfy({ $0.connection == 0 }) else { continue }
            #expect(ear.replies.flatMap(\.doubted).map(\.row).sorted() == [0, 1, 2])
            #expect(Set(server.requests.suffix(5).map(\.connection)).count == 5)
            #expect(server.requests.suffix(4).allSatisfy { $0.head.lowercased().contains("connection: close") })
            return
        }
        Issue.record("the connection was never kept")
    }

    @Test("that comes while the next request is under way is found out when the connection has come to rest")
    func shifted() async throws {
        let refusal = Behaviour.response(Array(#"{"success":false,"error_key":"mine"}"#.utf8))
        for _ in 0..<10 {
            let server = try FaultServer { index in
                switch index {
                case 1: Behaviour(.readRequest, .send(refusal), .sleep(.milliseconds(10)), .send(refusal))
                default: Behaviour(.readRequest, .sleep(.milliseconds(30)), .send(Self.success))
                }
            }
            let client = try makeClient(server.address)
            let ear = Ear()
            ear.listen(to: client)
            let results = await Self.sendInTurn(client, 0..<4)
            let heardAtOnce = ear.replies
            await client.awaitSilence()
            await client.shutdown()
            // Row 2 has the answer of row 1, row 3 that of row 2; on a machine that pauses it may be found out before.
            guard results.map(\.errorKey) == [nil, "mine", "mine", nil], heardAtOnce.isEmpty else { continue }
            #expect(ear.replies.flatMap(\.doubted).map(\.row).sorted() == [0, 1, 2, 3])
            return
        }
        Issue.record("the replies never moved by one")
    }

    @Test("on a connection with a single message only ends reuse: the first reply was the row's own")
    func alone() async throws {
        let server = try FaultServer(Behaviour(.readRequest, .send(Self.success), .send(Self.success)))
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
        _ = await Self.sendInTurn(client, 0..<2)
        // Both have to rest before a third may be kept.
        try await Task.sleep(for: .milliseconds(200))
        _ = await Self.sendInTurn(client, 2..<12)
        await client.awaitSilence()
        await client.shutdown()
        #expect(ear.replies.isEmpty)
        #expect(Set(server.requests.prefix(2).map(\.connection)).count == 2)
        #expect(Set(server.requests.map(\.connection)).count < 12)
    }

    @Test("is not what a site sends after the client gave up waiting")
    func late() async throws {
        let server = try FaultServer(
            .success, Behaviour(.readRequest, .sleep(.milliseconds(600)), .send(Self.success)), .success)
        let client = try makeClient(server.address, timeout: .milliseconds(300))
        let ear = Ear()
        ear.listen(to: client)
        #expect(await Self.sendInTurn(client, 0..<3).map(\.verdict) == [.sent, .unknown, .sent])
        try await Task.sleep(for: .milliseconds(500))
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
