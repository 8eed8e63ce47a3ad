/// How many failed rows a run may have before it stops.
public enum ErrorBudget: Sendable, Hashable, Codable {
    /// So many rows in this run.
    case rows(Int)
    /// Such a share of the last hundred rows, judged from the twentieth row on.
    case percent(Double)

    /// Reads `20` or `5%`; nil for anything else and for nothing or less.
    public init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let share = Double(text.dropLast()), share > 0, share <= 100 else { return nil }
            self = .percent(share)
        } else {
            guard let rows = Int(text), rows > 0 else { return nil }
            self = .rows(rows)
        }
    }

    /// The budget as it is spent.
    struct Meter: Sendable {
        private static let window = 100
        private static let firstJudgement = 20

        private let budget: ErrorBudget
        private var failed = 0
        private var recent: [Bool] = []
        private var oldest = 0

        init(_ budget: ErrorBudget) { self.budget = budget }

        mutating func observe(failed isFailure: Bool) -> StopReason? {
            switch budget {
            case .rows(let limit):
                failed += isFailure ? 1 : 0
                return failed >= limit && isFailure ? .errorBudget(failed: failed, of: nil) : nil
            case .percent(let share):
                slide(isFailure)
                guard recent.count >= Self.firstJudgement else { return nil }
                let exceeded = Double(failed) * 100 > share * Double(recent.count)
                return exceeded ? .errorBudget(failed: failed, of: recent.count) : nil
            }
        }

        private mutating func slide(_ isFailure: Bool) {
            failed += isFailure ? 1 : 0
            guard recent.count == Self.window else { return recent.append(isFailure) }
            failed -= recent[oldest] ? 1 : 0
            recent[oldest] = isFailure
            oldest = (oldest + 1) % Self.window
        }
    }
}
