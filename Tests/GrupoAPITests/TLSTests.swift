import BatchModel
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("A site over TLS", .timeLimit(.minutes(2)))
struct TLSTests {
    @Test("whose certificate is trusted gets the message, several over one connection")
    func trusted() async throws {
        let site = try TLSSite()
        let client = try makeClient("https://localhost:\(site.port)", caFile: site.certificate)
        #expect(await sendInTurn(client, 20).allSatisfy { $0.verdict == .sent })
        #expect(try site.connectionCount() < 10)
        #expect(String(decoding: try site.received(), as: UTF8.self).contains(canaryKey))
        await client.shutdown()
    }

    @Test("whose certificate is its own, for another host, or expired, is refused before any byte of the form")
    func refused() async throws {
        let untrusted = try TLSSite()
        let otherHost = try TLSSite(host: "other.example")
        let expired = try TLSSite(days: -1)
        for (site, caFile) in [
            (untrusted, nil), (otherHost, otherHost.certificate), (expired, expired.certificate),
        ] as [(TLSSite, String?)] {
            let client = try makeClient("https://localhost:\(site.port)", caFile: caFile)
            let result = await client.send(makeMessage())
            #expect(result.verdict == .notSent)
            #expect(result.errorKey == "client.tls_failed")
            #expect(result.siteFault == .unreachable)
            #expect(result.errorMessage?.contains("certificate") == true)
            guard case .unreachable(.tlsFailed, _) = await client.probe() else {
                Issue.record("the probe took the certificate")
                return
            }
            await client.shutdown()
            #expect(try site.received().isEmpty)
        }
    }

    @Test("with a certificate file that is not there is refused")
    func missingFile() async throws {
        let site = try TLSSite()
        let client = try makeClient("https://localhost:\(site.port)", caFile: site.certificate + ".missing")
        #expect(await client.send(makeMessage()).errorKey == "client.tls_failed")
        await client.shutdown()
        #expect(try site.received().isEmpty)
    }

    @Test("that does not speak TLS, or breaks off the handshake, gets no byte of the form")
    func noTLS() async throws {
        for behaviour in [
            Behaviour(.readBody(byteCount: 0)), Behaviour(.reset), Behaviour(.close),
            Behaviour(.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)), .close),
        ] {
            let server = try FaultServer(behaviour)
            let client = try makeClient(
                "https://localhost:\(server.port)", timeout: .seconds(5), connectTimeout: .milliseconds(400))
            let result = await client.send(makeMessage())
            #expect(result.verdict == .notSent)
            #expect(result.siteFault == .unreachable)
            await client.shutdown()
            #expect(server.requests.isEmpty)
        }
    }

    @Test("may be probed")
    func probed() async throws {
        let site = try TLSSite()
        let client = try makeClient("https://localhost:\(site.port)", caFile: site.certificate)
        #expect(await client.probe() == .reachable)
        await client.shutdown()
        #expect(try site.received().isEmpty)
    }
}
