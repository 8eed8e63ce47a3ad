import GRDB
import LedgerStore

/// Writes a plan's rows.
final class PlanWriter {
    private let plan: Int64
    private let insertion: PreparedStatement
    private var runs = PlanRuns()

    /// The lowest and highest number of the plan's messages; nil when it has none.
    var reach: ClosedRange<Int64>? { runs.reach }

    init(plan: Int64, in database: Database) throws {
        self.plan = plan
        insertion = try PreparedStatement(
            "INSERT INTO plan_run (plan, position, length, first_message, invalid_code) VALUES (?1, ?2, ?3, ?4, ?5)",
            in: database)
    }

    /// Adds a row with its message.
    func append(_ entry: Int64) throws { try write(runs.append(.messages(first: entry))) }

    /// Adds a row that failed validation.
    func append(invalid code: String) throws { try write(runs.append(.invalid(code))) }

    /// Adds a row that was left out.
    func appendExcluded() throws { try write(runs.append(.excluded)) }

    /// Writes the last run and returns the plan's rows.
    func finish() throws -> Int {
        try write(runs.finish())
        return runs.rows
    }

    private func write(_ run: PlanRun?) throws {
        guard let run else { return }
        insertion.bind(plan, at: 1)
        insertion.bind(run.position, at: 2)
        insertion.bind(run.length, at: 3)
        insertion.bind(Int64?.none, at: 4)
        insertion.bind(String?.none, at: 5)
        switch run.kind {
        case .messages(let first): insertion.bind(first, at: 4)
        case .invalid(let code): insertion.bind(code, at: 5)
        case .excluded: break
        }
        try insertion.run()
    }
}
