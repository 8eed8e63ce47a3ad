import BatchModel
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("A proxy", .timeLimit(.minutes(2)))
struct ProxyTests {
    private func makeClient(_ address: String, proxy: FaultServer) throws -> GrupoClient {
        GrupoClient(
            site: try SiteAddress(address, allowHTTP: true), key: try APISecretKey(canaryKey),
            settings: TransportSettings(
                timeout: .seconds(5), connectTimeout: .milliseconds(400), userAgent: "Own/1.0\r\nX-Injected: 1",
                proxy: proxy.address),
            rules: ClassificationRules())
    }

    @Test("is not used for this machine")
    func loopback() async throws {
        let proxy = try FaultServer(.success)
        let server = try FaultServer(.success)
        let client = try makeClient(server.address, proxy: proxy)
        #expect(await client.send(makeMessage()).verdict == .sent)
        await client.shutdown()
        #expect(server.requests.first?.header("user-agent") == "Own/1.0X-Injected: 1")
        #expect(server.requests.first?.header("x-injected") == nil)
        #expect(proxy.connectionCount == 0)
    }

    @Test("is not used for plain http, which would show it the key")
    func plainHTTP() async throws {
        let proxy = try FaultServer(.success)
        // An address of TEST-NET-1, where nobody answers.
        let client = try makeClient("http://192.0.2.1", proxy: proxy)
        #expect(await client.send(makeMessage()).verdict == .notSent)
        await client.shutdown()
        #expect(proxy.connectionCount == 0)
        #expect(proxy.receivedByteCount == 0)
    }

    @Test("that refuses the tunnel to an https site gets no byte of the form", arguments: [403, 407, 502])
    func refusedTunnel(status: Int) async throws {
        let proxy = try FaultServer(.reply("", status: status, headers: ["Retry-After: 5"]))
        let client = try makeClient("https://chat.example.com", proxy: proxy)
        let result = await client.send(makeMessage())
        await client.shutdown()
        #expect(result.verdict == .notSent)
        #expect(result.siteFault == .unreachable)
        #expect(result.httpStatus == nil)
        #expect(proxy.requests.map(\.target) == ["CONNECT chat.example.com:443"])
        #expect(proxy.requests.allSatisfy { $0.body.isEmpty && $0.header("authorization") == nil })
    }
}
