import Testing

@testable import grupo_batch

@Suite("The place of a live page")
struct PagePlaceTests {
    @Test(
        "is a host and a port",
        arguments: [
            ("127.0.0.1:0", "127.0.0.1", 0), ("127.0.0.1:65535", "127.0.0.1", 65_535),
            ("localhost:8080", "localhost", 8_080),
            ("[::1]:80", "::1", 80), ("0.0.0.0:007", "0.0.0.0", 7),
        ] as [(String, String, UInt16)])
    func read(text: String, host: String, port: UInt16) throws {
        let place = try #require(PagePlace(argument: text))
        #expect(place.host == host && place.port == port)
    }

    @Test(
        "and nothing else",
        arguments: [
            "", ":", ":80", "80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:+1", "127.0.0.1:65536",
            "127.0.0.1:-1",
            "::1:80", "[::1]", "[::1:80", "127.0.0.1: 80", "http://127.0.0.1:80",
        ])
    func refused(text: String) {
        #expect(PagePlace(argument: text) == nil)
    }
}
