import BatchModel

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

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
