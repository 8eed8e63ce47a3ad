import GRDB

/// Writes a plan's rows.
///
/// A plan is stored as runs: consecutive rows whose messages have consecutive numbers, or that failed for one reason,
/// or that were left out. A manifest enrolled for the first time is one run.
final class PlanWriter {
    private enum Kind: Equatable {
        case messages(first: Int64)
        case invalid(String)
        case excluded
    }

    private let plan: Int64
    private let insertion: PreparedStatement
    private var position = 0
    private var length = 0
    private var kind = Kind.excluded
    /// The lowest and highest number of the plan's messages; nil when it has none.
    private(set) var reach: ClosedRange<Int64>?

    init(plan: Int64, in database: Database) throws {
        self.plan = plan
        insertion = try PreparedStatement(
            "INSERT INTO plan_run (plan, position, length, first_message, invalid_code) VALUES (?1, ?2, ?3, ?4, ?5)",
            in: database)
    }

    /// Adds a row with its message.
    func append(_ entry: Int64) throws {
        reach = min(reach?.lowerBound ?? entry, entry)...max(reach?.upperBound ?? entry, entry)
        if case .messages(let first) = kind, length > 0, first + Int64(length) == entry {
            length += 1
        } else {
            try start(.messages(first: entry))
        }
    }

    /// Adds a row that failed validation.
    func append(invalid code: String) throws { try extend(.invalid(code)) }

    /// Adds a row that was left out.
    func appendExcluded() throws { try extend(.excluded) }

    /// Writes the last run and returns the plan's rows.
    func finish() throws -> Int {
        try flush()
        return position
    }

    private func extend(_ next: Kind) throws {
        if kind == next, length > 0 { length += 1 } else { try start(next) }
    }

    private func start(_ next: Kind) throws {
        try flush()
        kind = next
        length = 1
    }

    private func flush() throws {
        guard length > 0 else { return }
        insertion.bind(plan, at: 1)
        insertion.bind(position, at: 2)
        insertion.bind(length, at: 3)
        insertion.bind(Int64?.none, at: 4)
        insertion.bind(String?.none, at: 5)
        switch kind {
        case .messages(let first): insertion.bind(first, at: 4)
        case .invalid(let code): insertion.bind(code, at: 5)
        case .excluded: break
        }
        try insertion.run()
        position += length
        length = 0
    }
}
