import BatchModel
import TestSupport
import Text

extension Samples {
    /// Rows with random outcomes and fields.
    static func random(_ count: Int, _ random: inout SeededGenerator) -> [ReportEntry] {
        (0..<count).map { index in
            let isTried = Bool.random(using: &random)
            return entry(
                index + 2, "user \(index)", Outcome.allCases.randomElement(using: &random) ?? .sent,
                key: Bool.random(using: &random) ? "key \(Int.random(in: 0..<5, using: &random))" : nil,
                message: Bool.random(using: &random) ? "message" : nil, status: isTried ? 200 : nil,
                attempts: isTried ? Int.random(in: 1...4, using: &random) : 0,
                at: isTried ? Int64.random(in: 0...1_800_000_000_000, using: &random) : nil,
                took: isTried ? Int.random(in: 0...60_000, using: &random) : nil,
                id: Bool.random(using: &random) ? "id \(index)" : nil)
        }
    }
}
