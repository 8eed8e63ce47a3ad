import TestSupport
import Testing

@testable import GrupoAPI

@Suite("Damaged replies")
struct ReplyFuzzTests {
    /// A number that takes a second in CI; an hour with CAMPAIGN=1.
    private static let campaign = Duration.seconds(3_600)
    private static let sample = 20_000
    private static let seed: UInt64 = 7_042

    @Test("come to the same wherever they are cut, never hold more than is taken, and never end early")
    func invariants() {
        var maker = ReplyMaker(seed: Self.seed)
        let start = ContinuousClock.now
        var count = 0
        var complete = 0
        while isCampaign ? ContinuousClock.now - start < Self.campaign : count < Self.sample {
            let reply = maker.next()
            let places = maker.places(in: reply)
            let whole = ReplyReading(reply, headerCap: 400, bodyCap: 30)
            let cut = ReplyReading(reply, cutAt: places, headerCap: 400, bodyCap: 30)
            #expect(whole == cut, "\(count) of seed \(Self.seed), cut at \(places)")
            #expect(whole.body.utf8.count <= 30 * 3)
            if let byteCount = whole.byteCount, byteCount > 0 {
                complete += 1
                // One byte less is never the same reply, unless the connection's end was its end.
                let shorter = ReplyReading(
                    Array(reply.prefix(byteCount - 1)), isOpen: true, headerCap: 400, bodyCap: 30)
                #expect(shorter.progress != .complete, "\(count) of seed \(Self.seed)")
                let followed = ReplyReading(
                    Array(reply.prefix(byteCount)) + [0x58], isOpen: true, headerCap: 400, bodyCap: 30)
                #expect(
                    followed.byteCount == byteCount || followed.progress != .complete, "\(count) of seed \(Self.seed)")
            }
            count += 1
        }
        print("damaged replies: seed \(Self.seed), \(count), \(complete) complete, in \(ContinuousClock.now - start)")
        #expect(complete > count / 5)
    }
}
