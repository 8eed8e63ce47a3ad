import Synchronization
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("Over TLS", .timeLimit(.minutes(2)))
struct TLSPeerTests {
    private func makeClient(_ peer: TLSPeer) throws -> GrupoClient {
        try GrupoAPITests.makeClient("https://localhost:\(peer.port)", caFile: peer.certificate)
    }

    @Test("a reply without a length is complete only if the site gave notice of the end")
    func notice() async throws {
        for (manner, verdict) in [
            (TLSPeer.Manner.endsWithNotice, AttemptResult.Verdict.sent), (.endsWithoutNotice, .unknown),
        ] {
            let peer = try TLSPeer(manner)
            let client = try makeClient(peer)
            let result = await client.send(makeMessage())
            #expect(result.verdict == verdict)
            #expect(result.httpStatus == 200)
            #expect(result.errorKey == (verdict == .sent ? nil : "client.connection_lost"))
            await client.shutdown()
            #expect(try peer.events().count { $0 == "message" } == 1)
        }
    }

    @Test("HTTP/1.1 is asked for, whatever else the site offers, and the site's name is told")
    func protocols() async throws {
        let peer = try TLSPeer(.offersHTTP2)
        let client = try makeClient(peer)
        #expect(await client.send(makeMessage()).verdict == .sent)
        await client.shutdown()
        let events = try peer.events()
        #expect(events.contains("ALPN http/1.1"))
        #expect(events.contains("SNI localhost"))
    }

    @Test("a form of many records, and one with a file, arrive whole, one after the other on one connection")
    func records() async throws {
        let peer = try TLSPeer(.answers)
        let client = try makeClient(peer)
        for size in [0, 16_000, 16_384, 40_000, 3_000_000] {
            let upload = Upload(fileName: "f", content: .bytes([UInt8](repeating: 7, count: size)))
            #expect(await client.send(makeMessage(upload: upload)).verdict == .sent)
        }
        await client.shutdown()
        #expect(try peer.events().count { $0.hasPrefix("ALPN") } == 1)
    }

    @Test("a reply that nobody asked for is seen although it was decrypted together with the one before")
    func twice() async throws {
        let peer = try TLSPeer(.answersTwice)
        let client = try makeClient(peer)
        let doubted = Mutex<[UInt64]>([])
        client.onUnaskedReply { reply in doubted.withLock { $0 += reply.doubted } }
        for tag: UInt64 in 0..<5 {
            var message = makeMessage()
            message.tag = tag
            _ = await client.send(message)
        }
        await client.awaitSilence()
        await client.shutdown()
        #expect(doubted.withLock { $0 } == [0, 1, 2])
        #expect(try peer.events().count { $0.hasPrefix("ALPN") } == 3)
    }

    @Test("a proxy opens a tunnel, with credentials if it wants them, and sees nothing of the message")
    func tunnel() async throws {
        for (wanted, given, isSent) in [("", "", true), ("me:pass", "me:pass@", true), ("me:pass", "me:wrong@", false)]
        {
            let peer = try TLSPeer(.answers, credentials: wanted)
            let client = GrupoClient(
                site: try SiteAddress("https://chat.example.com:\(peer.port)", allowHTTP: false),
                key: try APISecretKey(canaryKey),
                settings: TransportSettings(
                    timeout: .seconds(10), proxy: "http://\(given)127.0.0.1:\(peer.proxyPort)",
                    caFile: peer.certificate,
                    trialConnections: 0))
            let results = await sendInTurn(client, 3)
            await client.shutdown()
            #expect(results.allSatisfy { $0.verdict == (isSent ? .sent : .notSent) })
            let events = try peer.events()
            #expect(events.first == "CONNECT chat.example.com:\(peer.port) HTTP/1.1")
            #expect(events.count { $0 == "message" } == (isSent ? 3 : 0))
            #expect(!isSent || events.contains("SNI chat.example.com"))
        }
    }
}
