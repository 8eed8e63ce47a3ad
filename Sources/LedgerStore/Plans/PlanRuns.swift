/// A plan as it is stored: consecutive rows whose messages have consecutive numbers, or that failed for one reason, or that were
/// left out. A manifest enrolled for the first time is one run.
package struct PlanRun: Sendable, Hashable {
    /// What its rows are.
    package enum Kind: Sendable, Hashable {
        /// Messages, the first of them of this number.
        case messages(first: Int64)
        /// Rows that failed validation.
        case invalid(String)
        /// Rows that were left out.
        case excluded
    }

    /// The first row's place in the manifest, from 0.
    package let position: Int
    /// How many rows.
    package fileprivate(set) var length: Int
    /// What they are.
    package let kind: Kind

    /// Describes a run of a ledger's plan.
    package init(position: Int, length: Int, kind: Kind) {
        self.position = position
        self.length = length
        self.kind = kind
    }
}

/// Puts rows together to runs as they come, in manifest order.
package struct PlanRuns: Sendable {
    private var run: PlanRun?
    /// How many rows came.
    package private(set) var rows = 0
    /// The lowest and highest number of the messages; nil when there are none.
    package private(set) var reach: ClosedRange<Int64>?

    /// No rows yet.
    package init() {}

    /// Takes the next row; returns the run before it, where it begins a new one.
    package mutating func append(_ kind: PlanRun.Kind) -> PlanRun? {
        if case .messages(let entry) = kind {
            reach = min(reach?.lowerBound ?? entry, entry)...max(reach?.upperBound ?? entry, entry)
        }
        defer { rows += 1 }
        if var run, run.goesOn(with: kind) {
            run.length += 1
            self.run = run
            return nil
        }
        let ended = run
        run = PlanRun(position: rows, length: 1, kind: kind)
        return ended
    }

    /// The last run; nil when there were no rows.
    package mutating func finish() -> PlanRun? {
        defer { run = nil }
        return run
    }
}

extension PlanRun {
    fileprivate func goesOn(with next: Kind) -> Bool {
        switch (kind, next) {
        case (.messages(let first), .messages(let entry)): first + Int64(length) == entry
        case (.invalid(let code), .invalid(let other)): code == other
        case (.excluded, .excluded): true
        default: false
        }
    }
}
