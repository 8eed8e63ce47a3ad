import BatchModel
import GRDB
import LedgerStore

/// Reads a plan's rows in order, run by run, so that messages are read where they lie on disk.
struct PlanReader {
    /// What a row is, with as much of its message as was asked for.
    enum Kind<Message> {
        case message(Message)
        case invalid
        case excluded
    }

    private let runs: PreparedStatement
    private let plan: StoredPlan
    private let database: Database

    /// Throws `LedgerFault.planReplaced` when the plan is no longer there.
    init(_ plan: StoredPlan, in database: Database) throws {
        guard try Bool.fetchOne(database, sql: "SELECT 1 FROM plan WHERE id = ?", arguments: [plan.id]) != nil else {
            throw LedgerFault.planReplaced
        }
        self.plan = plan
        self.database = database
        runs = try PreparedStatement(
            """
            SELECT position, length, first_message, invalid_code FROM plan_run
            WHERE plan = ?1 AND position >= ifnull(
                (SELECT max(position) FROM plan_run WHERE plan = ?1 AND position <= ?2), 0)
            ORDER BY position
            """, in: database)
    }

    /// Visits the rows from a position on, at most `limit` of them.
    func forEach(
        from start: Int = 0, limit: Int = .max, _ body: (PlanEntry) throws -> Void
    ) throws {
        let messages = try EntryReader(in: database)
        try forEachRun(from: start, limit: limit) { rows, firstEntry, invalidCode in
            guard let firstEntry else {
                let row = invalidCode.map(PlanEntry.Row.invalid) ?? .excluded
                for position in rows { try body(PlanEntry(position: position, row: row)) }
                return true
            }
            try messages.forEach(from: firstEntry, count: rows.count) { offset, entry in
                try body(PlanEntry(position: rows.lowerBound + offset, row: .message(entry)))
            }
            return true
        }
    }

    /// Visits the rows by state only, several at once where they have no message; ends when `body` returns false.
    func forEachState(
        from start: Int = 0, _ body: (_ position: Int, Kind<DeliveryState>, _ rows: Int) throws -> Bool
    ) throws {
        let states = try PreparedStatement(
            "SELECT state FROM message WHERE id BETWEEN ?1 AND ?2 ORDER BY id", in: database)
        try forEachRun(from: start, limit: plan.rows) { rows, firstEntry, invalidCode in
            guard let firstEntry else {
                return try body(rows.lowerBound, invalidCode == nil ? .excluded : .invalid, rows.count)
            }
            states.bind(firstEntry, at: 1)
            states.bind(firstEntry + Int64(rows.count) - 1, at: 2)
            defer { states.reset() }
            for position in rows {
                guard try states.step() else {
                    throw EntryReader.missing(firstEntry + Int64(position - rows.lowerBound))
                }
                guard try body(position, .message(DeliveryState(stored: states.integer(0))), 1) else { return false }
            }
            return true
        }
    }

    /// Visits the rows by what became of them: less is read than by `forEach`, and no text.
    func forEachFound(_ body: (_ position: Int, Kind<FoundMessage>) throws -> Void) throws {
        let messages = try PreparedStatement(
            "SELECT \(EntryFinder.columns) FROM message WHERE id BETWEEN ?1 AND ?2 ORDER BY id", in: database)
        try forEachRun(from: 0, limit: plan.rows) { rows, firstEntry, invalidCode in
            guard let firstEntry else {
                for position in rows { try body(position, invalidCode == nil ? .excluded : .invalid) }
                return true
            }
            messages.bind(firstEntry, at: 1)
            messages.bind(firstEntry + Int64(rows.count) - 1, at: 2)
            defer { messages.reset() }
            for position in rows {
                let entry = firstEntry + Int64(position - rows.lowerBound)
                guard try messages.step(), messages.integer(0) == entry else { throw EntryReader.missing(entry) }
                try body(position, .message(FoundMessage(messages)))
            }
            return true
        }
    }

    /// Visits the plan's runs of messages: their first number, and how many there are.
    func forEachMessageRun(_ body: (_ firstEntry: Int64, _ count: Int) throws -> Void) throws {
        try forEachRun(from: 0, limit: plan.rows) { rows, firstEntry, _ in
            if let firstEntry { try body(firstEntry, rows.count) }
            return true
        }
    }

    private func forEachRun(
        from start: Int, limit: Int,
        _ body: (_ rows: Range<Int>, _ firstEntry: Int64?, _ invalidCode: String?) throws -> Bool
    ) throws {
        guard start >= 0, start < plan.rows, limit > 0 else { return }
        let end = start + min(limit, plan.rows - start)
        runs.bind(plan.id, at: 1)
        runs.bind(start, at: 2)
        defer { runs.reset() }
        var next = start
        while next < end {
            guard try runs.step(), runs.integer(0) <= next, runs.integer(0) + runs.integer(1) > next else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "row \(next) of a plan is missing")
            }
            let position = Int(runs.integer(0))
            let rows = next..<min(position + Int(runs.integer(1)), end)
            let firstEntry = runs.optionalInteger(2).map { $0 + Int64(next - position) }
            guard try body(rows, firstEntry, runs.text(3)) else { return }
            next = rows.upperBound
        }
    }
}
