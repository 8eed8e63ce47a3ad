import BatchModel
import GrupoAPI
import Testing

@testable import BatchEngine

@Suite("A wait the site asked for")
struct SiteClosureTests {
    private let begun: Int64 = 1_800_000_000_000

    @Test(
        "holds for a later run: for what is left of it, and no longer whatever the clock did",
        arguments: [(0, 300), (100, 200), (300, 0), (9_000, 0), (-30, 300), (-86_400, 60), (-31_536_000, 60)])
    func rest(later: Int64, seconds: Int64) {
        let closure = SiteClosure(for: .seconds(300), at: begun)
        #expect(closure.rest(at: begun + later * 1_000, patience: .seconds(60)) == .seconds(seconds))
    }

    @Test(
        "is the same after it was kept, and nothing when it is damaged",
        arguments: ["", "1", "5 2", "a b", "1 2 3", "0 99999999999"])
    func kept(damaged: String) {
        let closure = SiteClosure(for: .seconds(300), at: begun)
        #expect(SiteClosure(closure.text) == closure)
        #expect(SiteClosure(damaged) == nil)
    }

    @Test("is kept for a day at most")
    func longest() {
        let closure = SiteClosure(for: .seconds(9_999_999_999), at: begun)
        #expect(closure.rest(at: begun, patience: .seconds(600)) == .seconds(86_400))
    }

    private func policy(_ wait: Int64, patience: Int64 = 600) -> DispatchPolicy {
        var record = PacingRecord()
        record.closure = SiteClosure(for: .seconds(wait), at: begun)
        var settings = DeliverySettings()
        settings.giveUpAfter = .seconds(patience)
        settings.resume(PacingRecord(record.values), at: begun + 10_000)
        return DispatchPolicy(settings)
    }

    @Test("lets nothing leave before it ends")
    func waits() {
        var policy = policy(40)
        let wall = begun + 10_000
        #expect(
            policy.action(at: .zero, wall: wall, inFlight: 0, lookahead: .zero)
                == .wait(until: .seconds(30), .retryAfter))
        #expect(policy.action(at: .seconds(30), wall: wall, inFlight: 0, lookahead: .zero) == .claim(total: 1))
    }

    @Test("stops the run when it is longer than the user's patience")
    func stops() {
        var policy = policy(3_600)
        #expect(
            policy.action(at: .zero, wall: 0, inFlight: 0, lookahead: .zero) == .stop(.retryAfter(.seconds(3_590))))
    }

    @Test("must be kept when it is asked for, and is taken back when it is over")
    func keeping() throws {
        var policy = DispatchPolicy(DeliverySettings())
        #expect(policy.pacing(at: .zero, wall: begun) == nil)
        let busy = AttemptResult(.notSent, errorKey: "client.http_status", httpStatus: 429, retryAfter: .seconds(60))
        _ = policy.finished(busy, attempt: 1, at: .seconds(1), jitter: { 1 })
        #expect(policy.mustKeep)
        let record = try #require(policy.pacing(at: .seconds(2), wall: begun))
        #expect(record.closure?.rest(at: begun, patience: .seconds(600)) == .seconds(59))
        policy.wasKept()
        #expect(!policy.mustKeep)
        let over = try #require(policy.pacing(at: .seconds(61), wall: begun))
        #expect(over.values["closed"] == "")
        #expect(PacingRecord(over.values).closure == nil)
    }
}
