import TestSupport
import Testing

@testable import GrupoAPI

@Suite("A site's addresses", .timeLimit(.minutes(2)))
struct AddressTests {
    @Test("of IPv6 are reached, and named with brackets")
    func six() async throws {
        let server = try FaultServer(.success, isIPv6: true)
        let client = try makeClient("http://[::1]:\(server.port)")
        #expect(await client.send(makeMessage()).verdict == .sent)
        await client.shutdown()
        #expect(server.requests.first?.header("host") == "[::1]:\(server.port)")
    }

    @Test("are tried one after the other: localhost has two, and here one of them is dead")
    func two() async throws {
        for isIPv6 in [false, true] {
            let server = try FaultServer(.success, isIPv6: isIPv6)
            let client = try makeClient("http://localhost:\(server.port)")
            #expect(await client.send(makeMessage()).verdict == .sent)
            await client.shutdown()
            #expect(server.requests.first?.header("host") == "localhost:\(server.port)")
        }
    }
}
