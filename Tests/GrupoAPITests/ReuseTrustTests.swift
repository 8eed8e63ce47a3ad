import Testing

@testable import GrupoAPI

@Suite("Trust in kept connections")
struct ReuseTrustTests {
    @Test("The first connections carry one request each; later ones twice as many for each that stayed silent")
    func grows() {
        var trust = ReuseTrust(trials: 3)
        var limits: [Int] = []
        for _ in 0..<10 {
            limits.append(trust.limit)
            trust.provedSilent()
        }
        #expect(limits == [1, 1, 1, 2, 4, 8, 16, 32, 64, 96])
        #expect(!trust.isLost)
    }

    @Test("Without trials a connection carries the most from the beginning")
    func untried() { #expect(ReuseTrust(trials: 0).limit == ReuseTrust.most) }

    @Test("A site that ends connections after some requests gets fewer on each; one that does so at once says nothing")
    func ended() {
        var trust = ReuseTrust(trials: 0)
        trust.ended(after: 1)
        trust.ended(after: 4)
        #expect(trust.limit == ReuseTrust.most)
        trust.ended(after: 20)
        #expect(trust.limit == 19)
        trust.provedSilent()
        #expect(trust.limit == 19)
        trust.ended(after: 100)
        #expect(trust.limit == 19)
    }

    @Test("One reply that nobody asked for ends it for good", arguments: [0, 2, 40])
    func lost(silentBefore: Int) {
        var trust = ReuseTrust(trials: 2)
        for _ in 0..<silentBefore { trust.provedSilent() }
        trust.lose()
        for _ in 0..<100 { trust.provedSilent() }
        #expect(trust.limit == 1)
        #expect(trust.isLost)
    }
}

@Suite("What waits on an idle connection")
struct WaitingBytesTests {
    @Test(
        "is a reply or something else",
        arguments: [
            ("HTTP/1.1 200 OK\r\n", .reply), ("HTTP/1.1 503 Busy", .reply), ("H", .reply), ("HTTP/1.0", .reply),
            ("\r\n\r\nHTTP/1.1 200 O", .reply), ("HTTP/1.1 408 Req", .other), ("\r\n", .other), ("0\r\n\r\n", .other),
            ("<html>", .other), ("HTML", .other),
        ] as [(String, WaitingBytes)])
    func text(text: String, expected: WaitingBytes) {
        #expect(WaitingBytes(Array(text.utf8).span) == expected)
    }
}
