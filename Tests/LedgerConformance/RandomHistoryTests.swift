import Foundation
import Testing

@Suite("Random histories")
struct RandomHistoryTests {
    /// Many short histories, or a long one where there is time.
    private static let campaign = ProcessInfo.processInfo.environment["CAMPAIGN"] == "1"
    static let histories: [(seed: UInt64, steps: Int)] =
        (1...8).map { ($0, 40) } + (campaign ? [(100, 10_000)] : [])

    @Test(
        "The same history leads every ledger to the same answers, and these are what its moves add up to",
        arguments: histories)
    func play(seed: UInt64, steps: Int) async throws {
        var history = try RandomHistory(seed: seed)
        for _ in 0..<steps {
            try await history.play()
            try await history.compare()
        }
    }
}
